import { softwareAfterSales } from '@aftercare/protocol/service'
import { allTenants, insertTenant } from '../identity/store.ts'
import { chainStart } from '../journal/audit-chain.ts'
import { insertCounters } from '../journal/store.ts'
import { type Journal, writeWithin } from '../journal/write.ts'
import { AdministrationError } from './administration-error.ts'
import { insertVersion } from './service.ts'

/** Letters, digits and hyphens, as it stands in the `aud` of tokens. */
const tenantPattern = /^[a-z0-9][a-z0-9-]{0,62}$/

export interface TenantSummary {
  readonly id: string
  readonly name: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

/**
 * Makes a tenant: one vendor's product, with its own keys, numbers and data. Its service is `softwareAfterSales()`
 * until it publishes its own.
 *
 * @throws AdministrationError `invalid`, `exists`
 */
export async function createTenant(journal: Journal, tenant: { id: string; name: string }): Promise<void> {
  const { id, name } = tenant
  if (!tenantPattern.test(id)) {
    throw new AdministrationError('invalid', `"${id}" is no tenant id: lower-case letters, digits, hyphens, 63 at most`)
  }
  if (name.trim() === '') throw new AdministrationError('invalid', 'A tenant needs a name')
  const now = journal.clock()
  const preset = softwareAfterSales()
  await journal.database.kysely.transaction().execute(async (tx) => {
    if (!(await insertTenant(tx, { id, name, now }))) throw new AdministrationError('exists', `"${id}" exists already`)
    await insertCounters(tx, { tenant: id, head: chainStart })
    await insertVersion(tx, { tenant: id, version: preset.version, definition: preset, now })
    const audit = { action: 'tenant.created', details: { tenant: id } }
    await writeWithin(tx, journal, { tenant: id, actor: 'operator' }, async () => ({ audit, result: undefined }))
  })
}

/** Every tenant there is, by id. */
export async function listTenants(journal: Pick<Journal, 'database'>): Promise<readonly TenantSummary[]> {
  return allTenants(journal.database.reader)
}
