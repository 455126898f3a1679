import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { openSqlite } from '../../src/node/index.ts'
import type { Database } from '../../src/storage/database.ts'
import { migrate } from '../../src/storage/migrate.ts'
import { opened } from './opened-sqlite.ts'
import { temporaryFolder } from './temporary-folder.ts'

const tenant = (id: string) => ({ id, name: `Tenant ${id}`, created_at: 1_795_000_000_000 })
const names = async (database: Database) =>
  (await database.reader.selectFrom('tenants').select('id').orderBy('id').execute()).map(({ id }) => id)

async function pragma(kysely: Database['kysely'], name: string): Promise<unknown> {
  const { rows } = await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(kysely)
  return Object.values(rows[0] ?? {})[0]
}

describe('SQLite', () => {
  it('forces every commit to the disk, and says so when asked', () =>
    opened(async ({ kysely, reader }) => {
      assert.equal(await pragma(kysely, 'synchronous'), 2)
      assert.equal(await pragma(kysely, 'journal_mode'), 'wal')
      assert.equal(await pragma(kysely, 'foreign_keys'), 1)
      assert.equal(await pragma(kysely, 'busy_timeout'), 5_000)
      assert.equal(await pragma(reader, 'query_only'), 1)
    }))

  it('makes a file that only its owner may read', { skip: process.platform === 'win32' }, async () => {
    const file = join(temporaryFolder(), 'aftercare.db')
    const database = await openSqlite(file)
    await migrate(database)
    assert.equal(statSync(file).mode & 0o777, 0o600)
    assert.equal(statSync(`${file}-wal`).mode & 0o777, 0o600)
    await database.close()
  })

  it('lets a read run beside an open transaction and shows it the last commit', () =>
    opened(async (database) => {
      await database.kysely.transaction().execute(async (transaction) => {
        await transaction.insertInto('tenants').values(tenant('a')).execute()
        assert.deepEqual(await names(database), [])
      })
      assert.deepEqual(await names(database), ['a'])
    }))

  it('runs transactions one after the other, each with the write lock from its start', () =>
    opened(async ({ kysely }, file) => {
      const order: string[] = []
      const work = (name: string) =>
        kysely.transaction().execute(async (transaction) => {
          order.push(`${name} begins`)
          const stranger = new DatabaseSync(file, { timeout: 0 })
          assert.throws(() => stranger.exec('begin immediate'), /locked/)
          stranger.close()
          await transaction.insertInto('tenants').values(tenant(name)).execute()
          order.push(`${name} ends`)
        })
      await Promise.all([work('a'), work('b'), work('c')])
      assert.deepEqual(order, ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
    }))

  it('undoes a transaction that throws, and goes on', () =>
    opened(async (database) => {
      const failing = database.kysely.transaction().execute(async (transaction) => {
        await transaction.insertInto('tenants').values(tenant('a')).execute()
        throw new Error('changed my mind')
      })
      await assert.rejects(failing, /changed my mind/)
      await database.kysely.insertInto('tenants').values(tenant('b')).execute()
      assert.deepEqual(await names(database), ['b'])
    }))

  it('undoes to a savepoint', () =>
    opened(async (database) => {
      const transaction = await database.kysely.startTransaction().execute()
      await transaction.insertInto('tenants').values(tenant('a')).execute()
      const saved = await transaction.savepoint('here').execute()
      await saved.insertInto('tenants').values(tenant('b')).execute()
      await saved.rollbackToSavepoint('here').execute()
      await saved.releaseSavepoint('here').execute()
      await transaction.commit().execute()
      assert.deepEqual(await names(database), ['a'])
    }))

  it('counts the rows it changed and returns those it is asked for', () =>
    opened(async ({ kysely }) => {
      const inserted = await kysely.insertInto('tenants').values(tenant('a')).returning(['id']).execute()
      assert.deepEqual(
        inserted.map(({ id }) => id),
        ['a'],
      )
      const updated = await kysely
        .updateTable('tenants')
        .set({ name: 'x' })
        .where('id', 'in', ['a', 'b'])
        .executeTakeFirst()
      assert.equal(updated.numUpdatedRows, 1n)
      const ignored = await kysely
        .insertInto('tenants')
        .values(tenant('a'))
        .onConflict((on) => on.doNothing())
        .executeTakeFirst()
      assert.equal(ignored.numInsertedOrUpdatedRows, 0n)
    }))

  it('hands whole numbers back exactly and refuses to round', () =>
    opened(async ({ kysely }) => {
      const largest = { ...tenant('a'), created_at: Number.MAX_SAFE_INTEGER }
      await kysely.insertInto('tenants').values(largest).execute()
      assert.equal(
        (await kysely.selectFrom('tenants').select('created_at').executeTakeFirst())?.created_at,
        2 ** 53 - 1,
      )
      await sql`update tenants set created_at = ${2n ** 53n}`.execute(kysely)
      await assert.rejects(kysely.selectFrom('tenants').selectAll().execute(), /too large|out of range/i)
    }))

  it('streams rows, and is free again when the reader of the stream stops early', () =>
    opened(async ({ kysely }) => {
      await kysely.insertInto('tenants').values(['a', 'b', 'c'].map(tenant)).execute()
      const query = kysely.selectFrom('tenants').select('id').orderBy('id')
      const seen: string[] = []
      for await (const { id } of query.stream()) {
        seen.push(id)
        if (id === 'b') break
      }
      assert.deepEqual(seen, ['a', 'b'])
      assert.equal((await query.execute()).length, 3)
    }))

  it('takes more distinct statements than it keeps', () =>
    opened(async ({ kysely }) => {
      for (let count = 1; count <= 600; count++) {
        const ids = Array.from({ length: count }, (_, index) => `t${index}`)
        await kysely.selectFrom('tenants').select('id').where('id', 'in', ids).execute()
      }
    }))

  it('moves everything into the file when it closes', async () => {
    const file = join(temporaryFolder(), 'aftercare.db')
    const database = await openSqlite(file)
    await migrate(database)
    await database.kysely.insertInto('tenants').values(tenant('a')).execute()
    assert.deepEqual(await names(database), ['a'])
    await database.close()
    assert.throws(() => statSync(`${file}-wal`), /ENOENT/)
    const again = await openSqlite(file)
    assert.deepEqual(await names(again), ['a'])
    await again.close()
  })

  it('works in memory, over one connection', async () => {
    const database = await openSqlite(':memory:')
    await migrate(database)
    await database.kysely.insertInto('tenants').values(tenant('a')).execute()
    assert.deepEqual(await names(database), ['a'])
    await database.close()
  })

  it('says which file it cannot open', async () => {
    await assert.rejects(openSqlite(join(temporaryFolder(), 'missing', 'aftercare.db')), /ENOENT.*aftercare\.db/)
  })
})
