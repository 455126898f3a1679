import {
  type DefinitionProblem,
  readService,
  type ServiceDefinition,
  ServiceDefinitionError,
} from '@aftercare/protocol/service'
import { beginRecount } from '../service/recount-store.ts'
import { recountBatch } from '../service/recount-tickets.ts'
import { ServiceBook } from '../service/service-book.ts'
import { currentVersion, findDefinition, insertDefinition, listDefinitions } from '../service/store.ts'
import type { Queryable } from '../storage/prepared.ts'
import { AdministrationError } from './administration-error.ts'
import { type Journal, writeAsOperator } from './write-as-operator.ts'

export interface ServiceVersion {
  readonly version: string
  /** Milliseconds since 1970. */
  readonly publishedAt: number
}

/**
 * Puts a service definition in force, and then the tenant's open tickets under it, a few at a time: what was promised
 * under the version before is counted anew by this one. What a crash leaves undone, a server's work does.
 *
 * @param definition as `defineService` takes it, or read from a file
 * @throws AdministrationError `invalid` (with everything that is wrong), `exists` (the version's name), `not_found`
 */
export async function publishService(
  journal: Journal,
  { tenant, definition }: { tenant: string; definition: unknown },
): Promise<ServiceVersion> {
  const { version } = readValid(definition)
  const published = await writeAsOperator(journal, tenant, async ({ tx, now }) => {
    if (!(await insertVersion(tx, { tenant, version, definition, now }))) {
      throw new AdministrationError('exists', `Version "${version}" was published before; give this one another name`)
    }
    await beginRecount(tx, { tenant })
    return { audit: { action: 'service.published', details: { version } }, result: { version, publishedAt: now } }
  })
  const recounting = { database: journal.database, journal, book: new ServiceBook() }
  while (await recountBatch(recounting, tenant));
  return published
}

/**
 * A version of a tenant's service with its definition; the one in force unless told which.
 *
 * @throws AdministrationError `not_found`
 */
export async function readServiceVersion(
  { database }: Pick<Journal, 'database'>,
  { tenant, version }: { tenant: string; version?: string | undefined },
): Promise<ServiceVersion & { readonly definition: ServiceDefinition }> {
  const { reader } = database
  const wanted = version ?? (await currentVersion(reader, { tenant }))[0]?.version
  if (wanted === undefined) throw new AdministrationError('not_found', `There is no tenant "${tenant}"`)
  const [row] = await findDefinition(reader, { tenant, version: wanted })
  if (!row) throw new AdministrationError('not_found', `There is no version "${wanted}" of the service of "${tenant}"`)
  return { version: wanted, publishedAt: row.published_at, definition: readService(JSON.parse(row.definition)) }
}

/** Every version of a tenant's service, the one in force first. */
export async function listServiceVersions(
  { database }: Pick<Journal, 'database'>,
  tenant: string,
): Promise<readonly ServiceVersion[]> {
  const rows = await listDefinitions(database.reader, { tenant })
  return rows.map(({ version, published_at }) => ({ version, publishedAt: published_at }))
}

function readValid(definition: unknown): ServiceDefinition {
  try {
    return readService(definition)
  } catch (error) {
    if (!(error instanceof ServiceDefinitionError)) throw error
    throw new AdministrationError('invalid', error.problems.map(inOneLine).join('\n'))
  }
}

/** @returns whether the version's name was free */
export async function insertVersion(
  tx: Queryable,
  { tenant, version, definition, now }: { tenant: string; version: string; definition: unknown; now: number },
): Promise<boolean> {
  const [last] = await currentVersion(tx, { tenant })
  const row = { tenant, version, definition: JSON.stringify(definition), published_at: now }
  return (await insertDefinition(tx, { ...row, position: (last?.position ?? 0) + 1 })).length > 0
}

const inOneLine = ({ pointer, message, remedy }: DefinitionProblem) => `${pointer || '/'}: ${message} ${remedy}`
