import { closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import type { Database } from '../storage/database.ts'
import type { Schema } from '../storage/schema.ts'
import { SharedCommits } from '../storage/shared-commits.ts'
import { sqliteDatabase } from '../storage/sqlite-database.ts'
import { sqliteDialect } from '../storage/sqlite-dialect.ts'
import { synchronousFull } from './inspection-store.ts'

/** How long a statement waits for another process's lock, in milliseconds. */
const busyTimeout = 5_000

/**
 * Opens (and makes, readable by its owner alone) an SQLite database for the server.
 *
 * A file is in WAL mode with `synchronous=FULL`: a commit has reached the disk when it returns. Writes share one
 * connection, one transaction after the other; `reader` is a second connection that sees the last commit and
 * never waits for a running write. `':memory:'` has one connection for both, so whoever reads by `reader`
 * inside a transaction of their own would wait for ever: inside a transaction, read through the transaction.
 *
 * @throws Error when the file cannot be opened or does not take these settings.
 */
export async function openSqlite(path: string): Promise<Database> {
  if (path === ':memory:') return sqliteDatabase(connectSqlite(path), setImmediate)
  // SQLite gives -wal and -shm the mode of the database file.
  closeSync(openSync(path, 'a', 0o600))
  const writing = connectSqlite(path)
  requireDurable(writing, path)
  const reading = connectSqlite(path)
  reading.exec('pragma query_only = on')
  const kysely = kyselyOver(writing, 'immediate')
  const reader = kyselyOver(reading, 'deferred')
  const commits = new SharedCommits(kysely, setImmediate)
  return {
    kysely,
    reader,
    kind: 'sqlite',
    transact: (work) => commits.transact(work),
    async close() {
      await closeOnce(reader, reading)
      // The last connection to close moves the WAL into the file.
      await closeOnce(kysely, writing)
    },
  }
}

/** One connection with the settings every connection of ours has. */
export function connectSqlite(path: string): DatabaseSync {
  const connection = new DatabaseSync(path, { timeout: busyTimeout })
  connection.exec(`
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma fullfsync = on;
    pragma foreign_keys = on;
    pragma trusted_schema = off;
  `)
  return connection
}

function requireDurable(connection: DatabaseSync, path: string): void {
  const journalMode = connection.prepare('pragma journal_mode').get()?.['journal_mode']
  const synchronous = connection.prepare('pragma synchronous').get()?.['synchronous']
  if (journalMode === 'wal' && synchronous === synchronousFull) return
  connection.close()
  throw new Error(
    `${path}: SQLite answers journal_mode=${journalMode}, synchronous=${synchronous}; wal and 2 are needed`,
  )
}

function kyselyOver(connection: DatabaseSync, begin: 'immediate' | 'deferred'): Kysely<Schema> {
  return new Kysely<Schema>({ dialect: sqliteDialect(connection, begin) })
}

/** Kysely closes only what it has used. */
async function closeOnce(kysely: Kysely<Schema>, connection: DatabaseSync): Promise<void> {
  await kysely.destroy()
  if (connection.isOpen) connection.close()
}
