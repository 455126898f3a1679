import { writeFileSync } from 'node:fs'
import type { Database } from '../src/index.ts'
import { connectSqlite, openSqlite } from '../src/node/sqlite.ts'
import { migrate } from '../src/storage/migrate.ts'
import { sqliteDatabase } from '../src/storage/sqlite-database.ts'

let image: Promise<Uint8Array> | undefined

/** What all migrations make of an empty SQLite database: they run once in this process, and are copied from then on. */
function migratedImage(): Promise<Uint8Array> {
  image ??= (async () => {
    const connection = connectSqlite(':memory:')
    const database = sqliteDatabase(connection, setImmediate)
    await migrate(database)
    const bytes = connection.serialize()
    await database.close()
    return bytes
  })()
  return image
}

/** A database in memory, as `openSqlite(':memory:')` and then `migrate` give it. */
export async function migratedInMemory(): Promise<Database> {
  const connection = connectSqlite(':memory:')
  connection.deserialize(await migratedImage())
  return sqliteDatabase(connection, setImmediate)
}

/** The database of a file that is not there yet, as `openSqlite` and then `migrate` give it. */
export async function migratedInFile(path: string): Promise<Database> {
  writeFileSync(path, await migratedImage(), { mode: 0o600, flag: 'wx' })
  return openSqlite(path)
}
