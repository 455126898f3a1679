import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { grantRole } from '../src/index.ts'
import { issuer, tenant, type World, world } from './world.ts'

const at = '2026-11-23T08:00:00.000Z'
const diagnostics = [
  { kind: 'console', at, name: 'error', text: 'The map failed 地图失败' },
  { kind: 'request', at, name: 'GET', text: 'https://tidewater.example/map?[query]', status: 503, duration: 12 },
]

describe('what a page noted', () => {
  let w: World
  before(async () => {
    w = await world()
  })
  after(() => w.close())

  it('comes with the ticket and is read by its requester and by staff, whose reading is recorded', async () => {
    const mara = await w.customer()
    const agent = await w.staff('agent')
    const { id } = await w.raise(mara, { diagnostics })
    for (const token of [mara, agent.key]) {
      const answer = await w.send('GET', `/tickets/${id}/diagnostics`, { token })
      assert.equal(answer.status, 200)
      assert.deepEqual(answer.body, { lines: diagnostics })
    }
    const reads = await w.database.reader
      .selectFrom('audit_log')
      .select('details')
      .where('action', '=', 'read.readDiagnostics')
      .execute()
    assert.deepEqual(
      reads.map(({ details }) => JSON.parse(details)),
      [{ ticket: id }],
    )
  })

  it('is nothing where nothing was sent', async () => {
    const mara = await w.customer()
    const { id } = await w.raise(mara)
    assert.deepEqual((await w.send('GET', `/tickets/${id}/diagnostics`, { token: mara })).body, { lines: [] })
  })

  it('is not for a colleague who looks after the account and sees the ticket', async () => {
    const mara = await w.customer('mara', { account: 'harbor' })
    const { id } = await w.raise(mara, { diagnostics })
    await grantRole(w.journal, {
      ...{ tenant, account: 'harbor', role: 'account_admin' },
      who: { subject: 'chief', issuer },
    })
    const chief = await w.customer('chief', { account: 'harbor' })
    assert.equal((await w.send('GET', `/tickets/${id}`, { token: chief })).status, 200)
    assert.equal((await w.send('GET', `/tickets/${id}/diagnostics`, { token: chief })).status, 404)
  })

  it('stands in one table that can be emptied, and in no answer, event or audit entry besides', async () => {
    const canary = 'CANARY-diagnostics'
    const mara = await w.customer()
    const { id } = await w.raise(mara, { diagnostics: [{ kind: 'context', at, name: 'plan', text: canary }] })
    const tables = await w.database.kysely.introspection.getTables()
    const found: string[] = []
    for (const { name } of tables) {
      const rows = await w.database.kysely
        .selectFrom(name as 'tickets')
        .selectAll()
        .execute()
      if (JSON.stringify(rows).includes(canary)) found.push(name)
    }
    assert.deepEqual(found, ['ticket_diagnostics'])
    await w.database.kysely.deleteFrom('ticket_diagnostics').execute()
    assert.deepEqual((await w.send('GET', `/tickets/${id}/diagnostics`, { token: mara })).body, { lines: [] })
    assert.equal((await w.send('GET', `/tickets/${id}`, { token: mara })).status, 200)
  })

  it('is refused where it is more than the limit, or no line at all', async () => {
    const token = await w.customer()
    for (const [lines, pointer, code] of [
      [Array(101).fill(diagnostics[0]), '/diagnostics', 'too_many'],
      [[{ ...diagnostics[0], text: 'x'.repeat(401) }], '/diagnostics/0/text', 'too_long'],
      [[{ ...diagnostics[0], body: 'x' }], '/diagnostics/0/body', 'unknown_member'],
      [[{ ...diagnostics[0], text: 'a\u0000' }], '/diagnostics/0/text', 'character_not_allowed'],
    ] as const) {
      const answer = await w.send('POST', '/tickets', { token, body: w.newTicket({ diagnostics: lines }) })
      assert.equal(answer.status, 400)
      assert.equal(answer.body.errors[0].pointer, pointer)
      assert.equal(answer.body.errors[0].code, code)
    }
  })
})
