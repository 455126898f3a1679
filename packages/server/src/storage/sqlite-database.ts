import { Kysely } from 'kysely'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'
import { type Later, SharedCommits } from './shared-commits.ts'
import { type SqliteConnection, sqliteDialect } from './sqlite-dialect.ts'

/**
 * A database over one SQLite connection that reads and writes: one in memory, wherever it lives. Whoever reads by `reader`
 * inside a transaction of their own would wait for ever: inside a transaction, read through the transaction.
 */
export function sqliteDatabase(connection: SqliteConnection, later: Later): Database {
  const kysely = new Kysely<Schema>({ dialect: sqliteDialect(connection, 'immediate') })
  const commits = new SharedCommits(kysely, later)
  return {
    kysely,
    reader: kysely,
    kind: 'sqlite',
    transact: (work) => commits.transact(work),
    close: () => kysely.destroy(),
  }
}
