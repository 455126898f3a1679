import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, describe, it } from 'node:test'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { openPostgres, runCli, type Terminal } from '../../src/node/index.ts'
import type { Database } from '../../src/storage/database.ts'
import { migrate, pendingMigrations } from '../../src/storage/migrate.ts'
import { emptyPostgres, migratedPostgres, missingPostgres } from './embedded-postgres.ts'
import { temporaryFolder } from './temporary-folder.ts'

describe('PostgreSQL', { skip: missingPostgres() ?? false }, () => {
  let address: string
  let database: Database

  before(async () => {
    address = await migratedPostgres()
    database = await openPostgres(address)
  })
  after(async () => {
    await database?.close()
  })

  it('hands numbers back as numbers and refuses to round', async () => {
    const { kysely } = database
    await kysely
      .insertInto('tenants')
      .values({ id: 'a', name: 'A', created_at: 2 ** 53 - 1 })
      .execute()
    const row = await kysely.selectFrom('tenants').select(['id', 'created_at']).executeTakeFirstOrThrow()
    assert.deepEqual(row, { id: 'a', created_at: 2 ** 53 - 1 })
    await sql`update tenants set created_at = ${2n ** 53n}`.execute(kysely)
    await assert.rejects(kysely.selectFrom('tenants').select('created_at').execute(), RangeError)
    await kysely.deleteFrom('tenants').execute()
  })

  it('does not wait for ever for a lock', async () => {
    const { rows } = await sql<{ lock_timeout: string }>`show lock_timeout`.execute(database.kysely)
    assert.equal(rows[0]?.lock_timeout, '5s')
  })

  it('migrates once, also when several processes start at the same moment', async () => {
    const fresh = await emptyPostgres()
    const processes = await Promise.all([openPostgres(fresh), openPostgres(fresh), openPostgres(fresh)])
    const ran = await Promise.all(processes.map((process) => migrate(process)))
    assert.equal(ran.filter((names) => names.length > 0).length, 1)
    for (const process of processes) assert.deepEqual(await pendingMigrations(process), [])
    await Promise.all(processes.map((process) => process.close()))
  })

  it('is looked at by doctor, which finds that commits of this one are not forced to the disk', async () => {
    const out: string[] = []
    const terminal: Terminal = {
      print: (line) => void out.push(line),
      complain: (line) => void out.push(line),
      environment: { AFTERCARE_DATABASE: address },
      clock: Date.now,
      random: (bytes) => void crypto.getRandomValues(bytes),
      untilStopped: () => Promise.resolve(),
    }
    const code = await runCli(['doctor', '--data-dir', temporaryFolder()], terminal)
    assert.equal(code, 1)
    const said = out.join('\n')
    assert.match(said, /^ok {4}The database answers \(postgres\)$/m)
    assert.match(said, /^ok {4}The database can be written$/m)
    assert.match(said, /^ok {4}The clocks of this machine and of the database agree$/m)
    assert.match(said, /^FAIL {2}Commits may be lost: fsync=off$/m)
  })

  it('fails the one transaction whose connection is lost, and goes on', async () => {
    const own = await openPostgres(address)
    const transaction = own.transact(async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
      await sql`select pg_terminate_backend(${rows[0]!.pid})`.execute(database.kysely)
      // It is lost while no statement runs that could fail with it.
      await new Promise((resolve) => setTimeout(resolve, 200))
      await sql`select 1`.execute(tx)
    })
    await assert.rejects(transaction)
    const { rows } = await sql<{ one: number }>`select 1 as one`.execute(own.kysely)
    assert.equal(rows[0]?.one, 1)
    await own.close()
  })

  it('closes without having been used', async () => {
    await (await openPostgres(address)).close()
  })
})

describe('without the package "pg"', () => {
  it('says what to install', async () => {
    const without = `
      import { registerHooks } from 'node:module'
      registerHooks({
        resolve(name, context, next) {
          if (name !== 'pg') return next(name, context)
          throw Object.assign(new Error("Cannot find package 'pg'"), { code: 'ERR_MODULE_NOT_FOUND' })
        },
      })
      const { openPostgres } = await import('@aftercare/server/node')
      await openPostgres('postgres://127.0.0.1/none').catch((error) => console.log(error.message))
    `
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--conditions=source', '--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', without],
      { cwd: import.meta.dirname },
    )
    assert.match(stdout, /PostgreSQL needs the package "pg": install it beside @aftercare\/server/)
  })
})
