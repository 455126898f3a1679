import { sql } from 'kysely'
import type { Database } from '../storage/database.ts'

/** `pragma synchronous` reads back as this when every commit is forced to the disk. */
export const synchronousFull = 2

/** How hard a commit reaches for the disk, read back from the connection that writes; undefined for PostgreSQL. */
export async function durabilityOf(
  database: Database,
): Promise<{ readonly journalMode: string; readonly synchronous: number } | undefined> {
  if (database.kind !== 'sqlite') return undefined
  const journal = await sql<{ journal_mode: string }>`pragma journal_mode`.execute(database.kysely)
  const disk = await sql<{ synchronous: number }>`pragma synchronous`.execute(database.kysely)
  return { journalMode: journal.rows[0]?.journal_mode ?? '', synchronous: disk.rows[0]?.synchronous ?? 0 }
}

/** Settings of a PostgreSQL server with which it may lose what it has committed, as `fsync=off`. */
export async function unsafeSettingsOf(database: Database): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string; setting: string }>`
    select name, setting from pg_settings where name in ('fsync', 'synchronous_commit') and setting = 'off' order by name
  `.execute(database.kysely)
  return rows.map(({ name, setting }) => `${name}=${setting}`)
}

/** Thrown to undo what was only written to see whether it can be. */
class Undo extends Error {}

/** Rejects with the database's reason when it cannot be written; leaves no trace either way. */
export async function requireWritable(database: Database): Promise<void> {
  const attempt = database.transact(async (tx) => {
    await tx.insertInto('tenants').values({ id: '?doctor', name: 'doctor', created_at: 0 }).execute()
    throw new Undo()
  })
  await attempt.catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error
  })
}

/** What time it is on the machine of a PostgreSQL server, in milliseconds since 1970. */
export async function clockOf(database: Database): Promise<number> {
  const now = sql<{ now: number }>`select (extract(epoch from clock_timestamp()) * 1000)::bigint as now`
  return (await now.execute(database.kysely)).rows[0]?.now ?? 0
}
