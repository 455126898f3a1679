import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { openPostgres } from '../../src/node/index.ts'
import type { Database } from '../../src/storage/database.ts'
import { migrate, pendingMigrations } from '../../src/storage/migrate.ts'
import { type EmbeddedPostgres, missingPostgres, startPostgres } from './embedded-postgres.ts'

describe('PostgreSQL', { skip: missingPostgres() ?? false }, () => {
  let server: EmbeddedPostgres
  let address: string
  let database: Database

  before(async () => {
    server = await startPostgres()
    address = await server.createDatabase('aftercare')
    database = await openPostgres(address)
    await migrate(database)
  })
  after(async () => {
    await database?.close()
    await server?.stop()
  })

  it('hands numbers back as numbers and refuses to round', async () => {
    const { kysely } = database
    await kysely
      .insertInto('tenants')
      .values({ id: 'a', name: 'A', created_at: 2 ** 53 - 1 })
      .execute()
    const row = await kysely.selectFrom('tenants').selectAll().executeTakeFirstOrThrow()
    assert.deepEqual(row, { id: 'a', name: 'A', created_at: 2 ** 53 - 1 })
    await sql`update tenants set created_at = ${2n ** 53n}`.execute(kysely)
    await assert.rejects(kysely.selectFrom('tenants').selectAll().execute(), RangeError)
  })

  it('does not wait for ever for a lock', async () => {
    const { rows } = await sql<{ lock_timeout: string }>`show lock_timeout`.execute(database.kysely)
    assert.equal(rows[0]?.lock_timeout, '5s')
  })

  it('migrates once, also when several processes start at the same moment', async () => {
    const fresh = await server.createDatabase('fresh')
    const processes = await Promise.all([openPostgres(fresh), openPostgres(fresh), openPostgres(fresh)])
    const ran = await Promise.all(processes.map((process) => migrate(process)))
    assert.equal(ran.filter((names) => names.length > 0).length, 1)
    for (const process of processes) assert.deepEqual(await pendingMigrations(process), [])
    await Promise.all(processes.map((process) => process.close()))
  })

  it('closes without having been used', async () => {
    await (await openPostgres(address)).close()
  })
})
