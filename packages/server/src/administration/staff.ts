import { newId } from '@aftercare/protocol'
import { type StaffRole, staffRoles } from '@aftercare/protocol/permissions'
import { toBase64Url } from '../handle/base64url.ts'
import { sha256Hex } from '../handle/digest.ts'
import { findStaff, insertStaff, insertStaffKey, markStaffKeyRevoked, staffOf } from '../identity/store.ts'
import { AdministrationError } from './administration-error.ts'
import { type Journal, writeAsOperator } from './write-as-operator.ts'

type StaffId = string & { readonly __brand: 'StaffId' }

export interface StaffSummary {
  readonly id: string
  readonly name: string
  readonly role: StaffRole
}

/**
 * Makes a staff member, who can do nothing before a key is issued.
 *
 * @returns the new id
 * @throws AdministrationError `invalid`, `not_found` (the tenant)
 */
export async function createStaff(
  journal: Journal,
  { tenant, name, role }: { tenant: string; name: string; role: StaffRole },
): Promise<string> {
  if (!staffRoles.includes(role)) {
    throw new AdministrationError('invalid', `"${role}" is none of the roles ${staffRoles.join(', ')}`)
  }
  if (name.trim() === '') throw new AdministrationError('invalid', 'A staff member needs a name')
  return writeAsOperator(journal, tenant, async ({ tx, now }) => {
    const id = newId<StaffId>(journal.random)
    await insertStaff(tx, { tenant, id, name, role, created_at: now })
    return { audit: { action: 'staff.created', details: { staff: id, role } }, result: id }
  })
}

/**
 * Issues a key: `ack_` and 256 random bits. It is returned once; the database holds its SHA-256 only.
 *
 * @throws AdministrationError `not_found`
 */
export async function issueStaffKey(
  journal: Journal,
  { tenant, staff }: { tenant: string; staff: string },
): Promise<{ id: string; key: string }> {
  const secret = new Uint8Array(32)
  journal.random(secret)
  const key = `ack_${toBase64Url(secret)}`
  return writeAsOperator(journal, tenant, async ({ tx, now }) => {
    if (!(await findStaff(tx, { tenant, id: staff }))) {
      throw new AdministrationError('not_found', `There is no staff member "${staff}"`)
    }
    const id = newId<StaffId>(journal.random)
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

/** A tenant's staff, oldest first. */
export async function listStaff(journal: Pick<Journal, 'database'>, tenant: string): Promise<readonly StaffSummary[]> {
  return staffOf(journal.database.reader, tenant)
}
