import assert from 'node:assert/strict'
import { it } from 'node:test'
import { CompiledQuery } from 'kysely'
import { accountsConcerned } from '../src/status/concern-store.ts'
import { statusWorld } from './status-world.ts'
import { tenant } from './world.ts'

it('every query about notices goes by an index', async () => {
  const s = await statusWorld()
  const { reader, kysely } = s.w.database
  await s.deploy('harbor', 'Harbormaster', '4.2')
  const concerns = { products: [{ product: 'Harbormaster', versionTo: '5' }], accounts: ['harbor'] }
  const plan = await s.opened(s.maintenance({ concerns }))

  let watching = true
  const queries = new Map<string, CompiledQuery>()
  for (const db of [reader, kysely]) {
    const executor = db.getExecutor()
    const execute = executor.executeQuery.bind(executor)
    executor.executeQuery = (query, options) => {
      if (watching && /notice|component_spells|deployments/.test(query.sql)) queries.set(query.sql, query)
      return execute(query, options)
    }
  }
  const id = () => crypto.randomUUID()
  const { id: incident } = await s.opened(s.incident({ concerns }))
  for (const token of [s.mara, s.lead, undefined]) {
    for (const path of ['/status', '/status/uptime', '/notices?kind=incident', '/notices', `/notices/${incident}`]) {
      await s.read(path, token)
    }
  }
  for (const query of ['', '?open=true', '?kind=maintenance&open=false'])
    await s.read(`/status/notices${query}`, s.lead)
  await s.w.send('POST', `/notices/${incident}/joins`, { token: s.mara, body: { id: id() } })
  await s.w.send('POST', `/notices/${plan.id}/acknowledgements`, { token: s.admin, body: { id: id() } })
  await s.read(`/status/notices/${plan.id}`, s.lead)
  await s.say(incident, 'resolved')

  await accountsConcerned(reader, { tenant, notice: incident })
  watching = false
  assert.ok(queries.size > 15, `only ${queries.size} queries were seen`)
  for (const { sql, parameters } of queries.values()) {
    const { rows } = await reader.executeQuery<{ detail: string }>(
      CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]),
    )
    for (const { detail } of rows) assert.doesNotMatch(detail, /^SCAN (?!CONSTANT)/, sql)
  }
  await s.w.close()
})
