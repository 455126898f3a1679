import { Kysely, PostgresDialect } from 'kysely'
import type { Database } from '../storage/database.ts'
import type { Schema } from '../storage/schema.ts'

/** How long a query waits for a row somebody else is writing, in milliseconds. */
const lockTimeout = 5_000

/** PostgreSQL's type number of `int8`, which `pg` hands over as text unless told otherwise. */
const int8 = 20

/**
 * Opens PostgreSQL for the server, with a pool of connections for writes and reads alike.
 *
 * Whole numbers come back as JavaScript numbers, as they do from SQLite; one beyond 2⁵³ is an error, never rounded.
 *
 * @param url `postgres://user:password@host:port/database`
 * @throws Error when the optional package `pg` is not installed.
 */
export async function openPostgres(url: string, options: { connections?: number } = {}): Promise<Database> {
  const { Pool, types } = await loadPg()
  const pool = new Pool({
    connectionString: url,
    max: options.connections ?? 10,
    application_name: 'aftercare',
    lock_timeout: lockTimeout,
    types: { getTypeParser: (id, format) => (id === int8 ? exactNumber : types.getTypeParser(id, format)) },
  })
  // An idle connection that breaks is replaced on next use; without a listener it would end the process.
  pool.on('error', () => {})
  // So would one that breaks between two statements of a transaction: the next of them fails, and says so to whom it concerns.
  pool.on('connect', (client) => client.on('error', () => {}))
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  return {
    kysely,
    reader: kysely,
    transact: (work) => kysely.transaction().execute(work),
    kind: 'postgres',
    async close() {
      await kysely.destroy()
      if (!pool.ended) await pool.end()
    },
  }
}

function exactNumber(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit into a number`)
  return value
}

async function loadPg() {
  try {
    return (await import('pg')).default
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error
    throw new Error('PostgreSQL needs the package "pg": install it beside @aftercare/server (npm install pg)', {
      cause: error,
    })
  }
}
