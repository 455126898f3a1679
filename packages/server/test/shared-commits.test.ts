import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import type { Database } from '../src/storage/database.ts'
import { opened } from './node/opened-sqlite.ts'

const tenant = (id: string) => ({ id, name: id, created_at: 0 })
const insert = (database: Database, id: string) =>
  database.transact(async (tx) => {
    await tx.insertInto('tenants').values(tenant(id)).execute()
    return id
  })

/** What a stranger to this process sees: only what was committed. */
function committed(file: string): string[] {
  const stranger = new DatabaseSync(file, { readOnly: true })
  const rows = stranger.prepare('select id from tenants order by id').all()
  stranger.close()
  return rows.map(({ id }) => String(id))
}

describe('writes that arrive together', () => {
  it('share a commit, and each hears of success only after it', () =>
    opened(async (database, file) => {
      // SQLite counts commits by other connections in data_version.
      const watcher = new DatabaseSync(file, { readOnly: true })
      const versionOf = () => Number(watcher.prepare('pragma data_version').get()?.['data_version'])
      const before = versionOf()
      const ids = Array.from({ length: 20 }, (_, index) => `t${String(index).padStart(2, '0')}`)
      await Promise.all(
        ids.map(async (id) => {
          assert.equal(await insert(database, id), id)
          assert.ok(committed(file).includes(id), `${id} was answered before its commit`)
        }),
      )
      assert.equal(versionOf() - before, 1)
      watcher.close()
    }))

  it('are undone alone: one that throws takes nobody with it', () =>
    opened(async (database, file) => {
      const failing = database.transact(async (tx) => {
        await tx.insertInto('tenants').values(tenant('b')).execute()
        throw new Error('changed my mind')
      })
      const outcomes = await Promise.allSettled([insert(database, 'a'), failing, insert(database, 'c')])
      assert.deepEqual(
        outcomes.map(({ status }) => status),
        ['fulfilled', 'rejected', 'fulfilled'],
      )
      assert.deepEqual(committed(file), ['a', 'c'])
    }))

  it('see what the one before them wrote, in the order in which they came', () =>
    opened(async (database) => {
      const count = () =>
        database.transact(async (tx) => {
          await sql`insert into tenants (id, name, created_at) select 't' || count(*), 'x', 0 from tenants`.execute(tx)
          return (await tx.selectFrom('tenants').select('id').execute()).length
        })
      assert.deepEqual(await Promise.all([count(), count(), count()]), [1, 2, 3])
    }))

  it('all fail when their commit fails', () =>
    opened(async (database, file) => {
      await sql`create table guarded (id text references tenants (id) deferrable initially deferred)`.execute(
        database.kysely,
      )
      const breaksAtCommit = database.transact((tx) => sql`insert into guarded values ('nobody')`.execute(tx))
      const outcomes = await Promise.allSettled([insert(database, 'a'), breaksAtCommit])
      assert.deepEqual(
        outcomes.map(({ status }) => status),
        ['rejected', 'rejected'],
      )
      assert.deepEqual(committed(file), [])
      await insert(database, 'b')
      assert.deepEqual(committed(file), ['b'])
    }))

  it('are taken in bounded batches', () =>
    opened(async (database, file) => {
      await Promise.all(Array.from({ length: 300 }, (_, index) => insert(database, `t${index}`)))
      assert.equal(committed(file).length, 300)
    }))
})
