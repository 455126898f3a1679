import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { permissions, withoutToken } from '@aftercare/protocol/permissions'
import { routes } from '@aftercare/protocol/routes'
import { ticketActionSchema } from '@aftercare/protocol/schemas'
import { bindRoutes } from '../src/handle/route-table.ts'
import { apart } from './apart.ts'
import type { runPermissionMatrix } from './permission-matrix.ts'
import { readPermissionTables } from './permission-tables.ts'
import { world } from './world.ts'

describe('the permission table', () => {
  const tables = readPermissionTables()

  it('has a row in the document for every route that takes a token, and for every action', () => {
    const written = new Set(
      Object.entries(tables).flatMap(([name, table]) => (name === 'actions' ? [] : [...table.keys()])),
    )
    // Messages are written by one route, of two kinds; files are linked by one, and some are of notes.
    for (const more of ['addNote', 'linkNoteFile']) assert.ok(written.delete(more), more)
    written.add('actOnTicket')
    const asked = Object.entries(permissions).filter(([, grants]) => grants !== 'public')
    assert.deepEqual([...written].sort(), asked.map(([id]) => id).sort())
    const answered = [...tables.articles, ...tables.notices]
      .filter(([, row]) => row.get('nobody') !== '=401')
      .map(([id]) => id)
    assert.deepEqual(answered.sort(), [...withoutToken].sort())
    const actions = ticketActionSchema.def.options.flatMap((option) => option.shape.action.def.values)
    assert.deepEqual([...tables.actions.keys()].sort(), actions.sort())
  })

  it('holds in every cell: each route and action, for each role, in each relation', async () => {
    const { cells, differences } = await apart<typeof runPermissionMatrix>(
      import.meta.resolve('./permission-matrix.ts'),
      'runPermissionMatrix',
    )
    assert.deepEqual(differences, [])
    assert.ok(cells > 3000, `only ${cells} cells`)
  })

  it('asks for no token where the answer is the same for everybody', async () => {
    const w = await world()
    for (const path of ['/healthz', '/readyz', '/version', '/openapi.json']) {
      assert.equal((await w.send('GET', path)).status, 200, path)
    }
    const file = `/files/${crypto.randomUUID()}?expires=1&signature=${'A'.repeat(43)}`
    for (const token of [undefined, (await w.staff('manager')).key]) {
      assert.equal((await w.send('GET', file, { token })).body.code, 'link_expired')
    }
    await w.close()
  })
})

describe('the server', () => {
  const handlers = Object.fromEntries(Object.entries(routes).map(([id, { kind }]) => [id, { kind }]))

  it('starts with a handler and a permission for every route', async () => {
    assert.equal((await bindRoutes(routes, handlers, permissions)).length, Object.keys(routes).length)
  })

  it('does not start without a handler, without a permission, or with one that does not fit', async () => {
    const { readTicket: _, ...fewer } = handlers
    await assert.rejects(bindRoutes(routes, fewer, permissions), /readTicket: no handler/)
    const { addMessage: __, ...forbidden } = permissions
    await assert.rejects(bindRoutes(routes, handlers, forbidden), /addMessage: no permission/)
    await assert.rejects(bindRoutes(routes, { ...handlers, health: { kind: 'read' } }, permissions), /health: a/)
    await assert.rejects(bindRoutes(routes, handlers, { ...permissions, listTickets: 'public' }), /listTickets: a/)
  })
})
