import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { permissions } from '@aftercare/protocol/permissions'
import { routes } from '@aftercare/protocol/routes'
import { bindRoutes } from '../src/handle/route-table.ts'
import { type World, world } from './world.ts'

// Written by hand, cell by cell: what the permission table must come to. `own` is the customer's own thing,
// `other` somebody else's; numbers are HTTP statuses.
//               nobody owner other agent lead manager auditor admin
const golden = `
createTicket     401    201   201   403   403  403     403     403
listTickets      401    200   200   200   200  200     200     403
countTickets     401    200   200   200   200  200     200     403
readTicket       401    200   404   200   200  200     200     403
listMessages     401    200   404   200   200  200     200     403
addMessage       401    201   404   201   201  201     403     403
addNote          401    400   400   201   201  201     403     403
actOnTicket      401    201   404   201   201  201     403     403
correctTicket    401    200   404   403   403  403     403     403
readTicketDetails 401   200   404   200   200  200     200     403
listTimeline     401    200   404   200   200  200     200     403
readService      401    200   200   200   200  200     200     200
uploadFile       401    201   201   201   201  201     403     403
linkFile         401    200   404   200   200  200     200     403
linkNoteFile     401    404   404   200   200  200     200     403
listen           401    200   200   200   200  200     200     403
downloadFile     403    403   403   403   403  403     403     403
health           200    200   200   200   200  200     200     200
readiness        200    200   200   200   200  200     200     200
version          200    200   200   200   200  200     200     200
openApi          200    200   200   200   200  200     200     200
`
const callers = ['nobody', 'owner', 'other', 'agent', 'lead', 'manager', 'auditor', 'admin'] as const
const table = golden
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/))

describe('the permission table', () => {
  let w: World
  let tokens: Record<(typeof callers)[number], string | undefined>
  let ticket: string
  let file: string
  let noteFile: string
  before(async () => {
    w = await world()
    const staff = async (role: 'agent' | 'lead' | 'manager' | 'auditor' | 'admin') => (await w.staff(role)).key
    const owner = await w.customer('owner')
    const agent = await staff('agent')
    tokens = {
      nobody: undefined,
      owner,
      other: await w.customer('other'),
      agent,
      lead: await staff('lead'),
      manager: await staff('manager'),
      auditor: await staff('auditor'),
      admin: await staff('admin'),
    }
    const { fileId, sha256 } = (await w.upload(owner, 'bytes')).body
    ticket = (await w.raise(owner, { attachments: [{ fileId, sha256 }] })).id
    file = fileId
    const noted = (await w.upload(agent, 'for us only')).body
    noteFile = noted.fileId
    const note = w.newMessage({ kind: 'internal_note', attachments: [{ fileId: noted.fileId, sha256: noted.sha256 }] })
    assert.equal((await w.send('POST', `/tickets/${ticket}/messages`, { token: agent, body: note })).status, 201)
  })
  after(() => w.close())

  const calls: Record<string, (token: string | undefined) => Promise<number>> = {
    createTicket: (token) => status('POST', '/tickets', token, w.newTicket()),
    listTickets: (token) => status('GET', '/tickets', token),
    countTickets: (token) => status('GET', '/tickets/counts', token),
    readTicket: (token) => status('GET', `/tickets/${ticket}`, token),
    listMessages: (token) => status('GET', `/tickets/${ticket}/messages`, token),
    addMessage: (token) => status('POST', `/tickets/${ticket}/messages`, token, w.newMessage()),
    addNote: (token) => status('POST', `/tickets/${ticket}/messages`, token, w.newMessage({ kind: 'internal_note' })),
    actOnTicket: async (token) => {
      const { id } = token === undefined ? { id: ticket } : await forAction(token)
      const action = token === tokens.owner || token === tokens.other ? { action: 'withdraw' } : { action: 'claim' }
      return status('POST', `/tickets/${id}/actions`, token, { id: crypto.randomUUID(), action })
    },
    correctTicket: async (token) => {
      const { headers } = await w.send('GET', `/tickets/${ticket}/details`, { token: tokens.owner })
      const body = { description: 'Since yesterday.' }
      const match = { 'if-match': headers.get('etag') ?? '' }
      return (await w.send('PATCH', `/tickets/${ticket}`, { token, body, headers: match })).status
    },
    readTicketDetails: (token) => status('GET', `/tickets/${ticket}/details`, token),
    listTimeline: (token) => status('GET', `/tickets/${ticket}/timeline`, token),
    readService: (token) => status('GET', '/service', token),
    uploadFile: async (token) => (await w.upload(token, 'bytes')).status,
    linkFile: (token) => status('GET', `/files/${file}/link`, token),
    linkNoteFile: (token) => status('GET', `/files/${noteFile}/link`, token),
    listen: async (token) => {
      const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
      const response = await w.server.fetch(new Request('http://127.0.0.1/support/events', { headers }))
      await response.body?.cancel()
      return response.status
    },
    downloadFile: (token) => status('GET', `/files/${file}?expires=1&signature=${'A'.repeat(43)}`, token),
    health: (token) => status('GET', '/healthz', token),
    readiness: (token) => status('GET', '/readyz', token),
    version: (token) => status('GET', '/version', token),
    openApi: (token) => status('GET', '/openapi.json', token),
  }

  /** A ticket that the owner may end, and everybody else only sees as far as the table says. */
  const forAction = async (token: string) => (token === tokens.owner ? w.raise(token) : { id: ticket })

  async function status(method: string, path: string, token: string | undefined, body?: object): Promise<number> {
    return (await w.send(method, path, { token, body })).status
  }

  it('has a line here for every route', () => {
    const extra = ['addNote', 'linkNoteFile']
    assert.deepEqual(table.map(([name]) => name).sort(), [...Object.keys(routes), ...extra].sort())
  })

  for (const [name, ...cells] of table) {
    it(`holds for ${name}`, async () => {
      const found = []
      for (const caller of callers) found.push(String(await calls[name!]!(tokens[caller])))
      assert.deepEqual(found, cells)
    })
  }
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
