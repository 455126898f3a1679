import { newId } from '@aftercare/protocol'
import { toBase64Url } from '../handle/base64url.ts'
import { sha256Hex } from '../handle/digest.ts'
import { findStaff, insertStaffKey, markStaffKeyRevoked, staffKeysOf } from '../identity/store.ts'
import { AdministrationError } from './administration-error.ts'
import { type Journal, writeAsOperator } from './write-as-operator.ts'

type KeyId = string & { readonly __brand: 'StaffKeyId' }

export interface StaffKeySummary {
  readonly id: string
  readonly staff: string
  readonly name: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly revoked: boolean
}

/**
 * Issues a key: `ack_` and 256 random bits. It is returned once; the database holds its SHA-256 only.
 *
 * @throws AdministrationError `invalid` (the staff member has left), `not_found`
 */
export async function issueStaffKey(
  journal: Journal,
  { tenant, staff }: { tenant: string; staff: string },
): Promise<{ id: string; key: string }> {
  const secret = new Uint8Array(32)
  journal.random(secret)
  const key = `ack_${toBase64Url(secret)}`
  return writeAsOperator(journal, tenant, async ({ tx, now }) => {
    const found = await findStaff(tx, { tenant, id: staff })
    if (!found) throw new AdministrationError('not_found', `There is no staff member "${staff}"`)
    if (found.offboarded_at !== null) throw new AdministrationError('invalid', `"${staff}" was offboarded`)
    const id = newId<KeyId>(journal.random)
    const row = { tenant, id, staff_id: staff, key_hash: sha256Hex(key), created_at: now, revoked_at: null }
    await insertStaffKey(tx, row)
    return { audit: { action: 'staff_key.issued', details: { staff, key: id } }, result: { id, key } }
  })
}

/**
 * Ends a key's use at once.
 *
 * @param key the id that `issueStaffKey` returned beside it
 * @throws AdministrationError `not_found`
 */
export async function revokeStaffKey(
  journal: Journal,
  { tenant, key }: { tenant: string; key: string },
): Promise<void> {
  await writeAsOperator(journal, tenant, async ({ tx, now }) => {
    if (!(await markStaffKeyRevoked(tx, { tenant, id: key, now }))) {
      throw new AdministrationError('not_found', `There is no key "${key}" in use`)
    }
    return { audit: { action: 'staff_key.revoked', details: { key } }, result: undefined }
  })
}

/** A tenant's staff keys, oldest first, without the keys themselves. */
export async function listStaffKeys(
  journal: Pick<Journal, 'database'>,
  tenant: string,
): Promise<readonly StaffKeySummary[]> {
  const rows = await staffKeysOf(journal.database.reader, tenant)
  return rows.map(({ id, staff_id: staff, name, created_at, revoked_at }) => {
    return { id, staff, name, createdAt: created_at, revoked: revoked_at !== null }
  })
}
