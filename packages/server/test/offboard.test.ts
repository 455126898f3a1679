import assert from 'node:assert/strict'
import { it } from 'node:test'
import { offboardStaff, verifyAudit } from '../src/index.ts'
import { tenant, world } from './world.ts'

it('who is offboarded sees nothing more, and what they had in hand is with the teams, on the record', async () => {
  const w = await world()
  const ines = await w.staff('agent', 'Ines')
  const lead = await w.staff('lead', 'Jonas')
  const mara = await w.customer('mara', { account: 'harbor' })
  const act = async (token: string, ticket: string, action: object) =>
    (await w.send('POST', `/tickets/${ticket}/actions`, { token, body: { id: crypto.randomUUID(), action } })).status
  const held = await w.raise(mara)
  const done = await w.raise(mara)
  await act(ines.key, held.id, { action: 'claim' })
  await act(ines.key, done.id, { action: 'claim' })
  await act(mara, done.id, { action: 'withdraw' })
  const task = crypto.randomUUID()
  await act(lead.key, held.id, { action: 'add_task', task, title: 'Look', assignee: ines.id })

  assert.deepEqual(await offboardStaff(w.journal, { tenant, staff: ines.id }), { keys: 1, tickets: 1 })
  assert.equal((await w.send('GET', '/tickets', { token: ines.key })).body.code, 'token_revoked')
  const details = (await w.send('GET', `/tickets/${held.id}/details`, { token: lead.key })).body
  assert.equal(details.assignee, null)
  assert.equal(typeof details.internal.team, 'string')
  assert.deepEqual([details.internal.tasks[0].assignee, typeof details.internal.tasks[0].team], [null, 'string'])
  assert.equal(
    (await w.send('GET', `/tickets/${done.id}`, { token: mara })).body.assignee.name,
    'Ines',
    'history stays',
  )
  const { items } = (await w.send('GET', `/tickets/${held.id}/timeline`, { token: mara })).body
  assert.deepEqual([items[0].type, items[0].assignee, items[0].actor], ['assigned', null, null])
  assert.equal(
    await act(lead.key, held.id, { action: 'assign', assignee: ines.id }),
    400,
    'nothing is given to who left',
  )
  const staff = (await w.send('GET', '/staff', { token: lead.key })).body.items
  assert.deepEqual(
    staff.map(({ name }: { name: string }) => name),
    ['Jonas'],
  )

  assert.deepEqual(await offboardStaff(w.journal, { tenant, staff: ines.id }), { keys: 0, tickets: 0 })
  const actions = await w.database.reader
    .selectFrom('audit_log')
    .select('action')
    .where('actor', '=', 'operator')
    .execute()
  const said = actions.map(({ action }) => action)
  assert.ok(said.includes('staff.offboarded') && said.includes('ticket.assign'))
  assert.equal((await verifyAudit(w.journal, tenant)).status, 'intact')
  await w.close()
})
