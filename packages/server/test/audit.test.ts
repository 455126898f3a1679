import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { verifyAudit } from '../src/index.ts'
import { tenant, type World, world } from './world.ts'

async function busyWorld(): Promise<World & { agent: string; mara: string }> {
  const w = await world()
  const mara = await w.customer('mara', { name: 'Mara Lindqvist', email: 'mara@harbor.example' })
  const agent = (await w.staff('agent')).key
  for (let i = 0; i < 3; i++) await w.raise(mara)
  return { ...w, agent, mara }
}

/** Whoever owns the database can drop what denies the change; the chain tells all the same. */
async function tamper(w: World, statement: string): Promise<void> {
  for (const trigger of ['audit_log_no_update', 'audit_log_no_delete', 'audit_log_no_replace']) {
    await sql.raw(`drop trigger ${trigger}`).execute(w.database.kysely)
  }
  await sql.raw(statement).execute(w.database.kysely)
}

describe('the audit log', () => {
  it('has one entry for every change and every staff read, and none for what customers read of their own', async () => {
    const w = await busyWorld()
    const { id } = await w.raise(w.mara)
    const entries = () =>
      w.database.reader.selectFrom('audit_log').select(['actor', 'action', 'details']).orderBy('seq').execute()
    const start = (await entries()).length
    await w.send('GET', '/tickets', { token: w.mara })
    await w.send('GET', `/tickets/${id}`, { token: w.mara })
    assert.equal((await entries()).length, start)
    await w.send('GET', `/tickets/${id}`, { token: w.agent })
    await w.send('GET', '/tickets?status=new&limit=1', { token: w.agent })
    await w.send('GET', `/tickets/${id}/messages`, { token: w.agent })
    await w.send('POST', `/tickets/${id}/messages`, { token: w.agent, body: w.newMessage() })
    const added = (await entries()).slice(start)
    assert.deepEqual(
      added.map(({ action }) => action),
      ['read.readTicket', 'read.listTickets', 'read.listMessages', 'message.created'],
    )
    assert.ok(added.every(({ actor }) => actor.startsWith('staff:')))
    assert.deepEqual(JSON.parse(added[1]!.details), { query: { limit: '1', status: 'new' }, tickets: [id] })
    assert.doesNotMatch(JSON.stringify(await entries()), /Mara|harbor\.example|Labels/)
    await w.close()
  })

  it('is a chain that holds', async () => {
    const w = await busyWorld()
    const count = (await w.database.reader.selectFrom('audit_log').select('seq').execute()).length
    assert.deepEqual(await verifyAudit(w.journal, tenant), { status: 'intact', entries: count })
    await w.close()
  })

  for (const [what, statement, verdict] of [
    ['a changed entry', `update audit_log set details = '{}' where seq = 4`, { at: 4, reason: 'changed' }],
    ['a changed time', 'update audit_log set at = at + 1 where seq = 4', { at: 4, reason: 'changed' }],
    ['a missing entry', 'delete from audit_log where seq = 3', { at: 3, reason: 'missing' }],
    ['a missing end', 'delete from audit_log where seq > 5', { at: 6, reason: 'cut_off' }],
    [
      'an entry without the key',
      `update audit_log set mac = replace(mac, 'a', 'b') where seq = 2`,
      { at: 2, reason: 'forged' },
    ],
  ] as const) {
    it(`shows ${what}`, async () => {
      const w = await busyWorld()
      await tamper(w, statement)
      assert.deepEqual(await verifyAudit(w.journal, tenant), { status: 'broken', ...verdict })
      await w.close()
    })
  }

  it('cannot be made anew without the key', async () => {
    const w = await busyWorld()
    const verdict = await verifyAudit({ ...w.journal, auditKey: new Uint8Array(32).fill(9) }, tenant)
    assert.deepEqual(verdict, { status: 'broken', at: 1, reason: 'forged' })
    await w.close()
  })
})
