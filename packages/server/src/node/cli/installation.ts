import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Journal } from '../../journal/write.ts'
import type { Secrets } from '../../secrets.ts'
import type { Database } from '../../storage/database.ts'
import { pendingMigrations } from '../../storage/migrate.ts'
import { openPostgres } from '../postgres.ts'
import { keptSecrets } from '../secrets.ts'
import { openSqlite } from '../sqlite.ts'
import type { OptionSpecs, Options } from './command-options.ts'
import { Failure, Misuse } from './misuse.ts'
import type { Terminal } from './terminal.ts'

/** Options of every command that works on an installation. */
export const installationOptions = {
  'data-dir': { value: 'DIR', about: 'Folder of secrets, files and the SQLite database (.data)' },
  database: {
    value: 'sqlite:FILE|postgres://…',
    about: 'Database; AFTERCARE_DATABASE, else sqlite:DIR/aftercare.db',
  },
} as const satisfies OptionSpecs

export type DatabaseAddress =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgres'; readonly url: string }

/** Where an installation's parts are, before anything was opened. */
export interface Places {
  readonly dataDir: string
  readonly address: DatabaseAddress
}

/** @throws Misuse */
export function placesOf(options: Options, terminal: Terminal): Places {
  const dataDir = resolve(options.text('data-dir') ?? '.data')
  const text = options.text('database') ?? terminal.environment['AFTERCARE_DATABASE']
  return { dataDir, address: text ? addressOf(text) : { kind: 'sqlite', file: join(dataDir, 'aftercare.db') } }
}

function addressOf(text: string): DatabaseAddress {
  if (/^sqlite:./.test(text)) return { kind: 'sqlite', file: resolve(text.slice('sqlite:'.length)) }
  if (/^postgres(ql)?:\/\/./.test(text)) return { kind: 'postgres', url: text }
  // The address may hold a password, so it is not repeated.
  throw new Misuse('--database is sqlite:FILE or postgres://user:password@host/database')
}

/**
 * @param create whether an SQLite file that is not there is made; a mistyped folder should not become an installation
 * @throws Failure when the database cannot be opened
 */
export async function openDatabase({ dataDir, address }: Places, create: boolean): Promise<Database> {
  try {
    if (address.kind === 'postgres') return await openPostgres(address.url)
    if (!create && !existsSync(address.file)) {
      throw new Failure(`there is no database at ${address.file}; "aftercare migrate" makes one`)
    }
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
    return await openSqlite(address.file)
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure(`the database cannot be opened: ${reasonOf(error)}`)
  }
}

/** An open installation: database, secrets, and what administration needs of both. */
export interface Installation extends Places {
  readonly database: Database
  readonly secrets: Secrets
  readonly journal: Journal
}

/**
 * Opens an installation whose schema is current, runs `work`, and closes it whatever happens.
 *
 * @throws Misuse, Failure
 */
export async function withInstallation<Result>(
  options: Options,
  terminal: Terminal,
  work: (installation: Installation) => Promise<Result>,
): Promise<Result> {
  const places = placesOf(options, terminal)
  const database = await openDatabase(places, false)
  try {
    const pending = await pendingOf(database)
    if (pending.length > 0) {
      throw new Failure(`the database is not set up for this version; run "aftercare migrate" (${pending.join(', ')})`)
    }
    const secrets = await keptSecrets(places.dataDir, terminal.random)
    const { clock, random } = terminal
    const journal = { database, auditKey: secrets.audit, clock, random }
    return await work({ ...places, database, secrets, journal })
  } finally {
    await database.close()
  }
}

/** @throws Failure when the database does not answer */
export async function pendingOf(database: Database): Promise<readonly string[]> {
  try {
    return await pendingMigrations(database)
  } catch (error) {
    throw new Failure(`the database does not answer: ${reasonOf(error)}`)
  }
}

export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}
