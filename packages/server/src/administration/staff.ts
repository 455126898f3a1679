import { newId } from '@aftercare/protocol'
import { type StaffRole, staffRoles } from '@aftercare/protocol/permissions'
import { calendarSchema } from '@aftercare/protocol/sla/schemas'
import { findStaff, insertStaff, setAgreementRequired, staffOf, teamsOf, updateStaff } from '../identity/store.ts'
import { ServiceBook } from '../service/service-book.ts'
import type { Queryable } from '../storage/prepared.ts'
import { AdministrationError } from './administration-error.ts'
import { type Journal, writeAsOperator } from './write-as-operator.ts'

export { issueStaffKey, listStaffKeys, revokeStaffKey, type StaffKeySummary } from './staff-keys.ts'

type StaffId = string & { readonly __brand: 'StaffId' }

export interface StaffSummary {
  readonly id: string
  readonly name: string
  readonly role: StaffRole
  /** By the ids of the service definition; null: the whole desk. */
  readonly teams: readonly string[] | null
  readonly offboarded: boolean
}

/** What is known of a staff member; all of it may be left out. */
export interface StaffProfile {
  /** By the ids of the service definition; the whole desk unless told. */
  readonly teams?: readonly string[] | undefined
  readonly skills?: readonly string[] | undefined
  /** BCP 47 tags of the languages they answer in. */
  readonly languages?: readonly string[] | undefined
  readonly jobProfile?: string | undefined
  /** A calendar, as the service definition has them. */
  readonly workingHours?: unknown
}

/**
 * Makes a staff member, who can do nothing before a key is issued.
 *
 * @returns the new id
 * @throws AdministrationError `invalid` (with what there is instead), `not_found` (the tenant)
 */
export async function createStaff(
  journal: Journal,
  member: { tenant: string; name: string; role: StaffRole } & StaffProfile,
): Promise<string> {
  const { tenant, name, role } = member
  if (!staffRoles.includes(role)) {
    throw new AdministrationError('invalid', `"${role}" is none of the roles ${staffRoles.join(', ')}`)
  }
  if (name.trim() === '') throw new AdministrationError('invalid', 'A staff member needs a name')
  return writeAsOperator(journal, tenant, async ({ tx, now }) => {
    const id = newId<StaffId>(journal.random)
    const { teams = null, ...profile } = await checkedProfile(tx, tenant, member)
    await insertStaff(tx, { tenant, id, name, role, teams, ...profile, created_at: now })
    const details = { staff: id, role, ...(member.teams && { teams: member.teams }) }
    return { audit: { action: 'staff.created', details }, result: id }
  })
}

/**
 * Puts right what is known of a staff member; what is left out stays as it is.
 *
 * @param change `teams` null gives them the whole desk
 * @throws AdministrationError `invalid`, `not_found`
 */
export async function changeStaff(
  journal: Journal,
  {
    tenant,
    staff,
    ...change
  }: { tenant: string; staff: string; role?: StaffRole | undefined } & Omit<StaffProfile, 'teams'> & {
      teams?: readonly string[] | null | undefined
    },
): Promise<void> {
  const { role, teams, ...profile } = change
  if (role !== undefined && !staffRoles.includes(role)) {
    throw new AdministrationError('invalid', `"${role}" is none of the roles ${staffRoles.join(', ')}`)
  }
  await writeAsOperator(journal, tenant, async ({ tx }) => {
    await memberOf(tx, tenant, staff)
    const checked = await checkedProfile(tx, tenant, { ...profile, ...(teams && { teams }) })
    const set = { ...checked, ...(teams === null && { teams: null }), ...(role !== undefined && { role }) }
    if (Object.keys(set).length > 0) await updateStaff(tx, { tenant, id: staff }, set)
    const details = { staff, changed: Object.keys(set), ...(role && { role }), ...(teams !== undefined && { teams }) }
    return { audit: { action: 'staff.changed', details }, result: undefined }
  })
}

/**
 * Keeps that a staff member signed the confidentiality agreement.
 *
 * @param agreement instants in milliseconds since 1970
 * @throws AdministrationError `invalid`, `not_found`
 */
export async function signAgreement(
  journal: Journal,
  agreement: { tenant: string; staff: string; version: string; signedAt: number; expiresAt: number },
): Promise<void> {
  const { tenant, staff, version, signedAt, expiresAt } = agreement
  if (version.trim() === '') throw new AdministrationError('invalid', 'An agreement has a version')
  if (!(expiresAt > signedAt)) throw new AdministrationError('invalid', 'An agreement expires after it was signed')
  await writeAsOperator(journal, tenant, async ({ tx }) => {
    await memberOf(tx, tenant, staff)
    const set = { agreement_version: version, agreement_signed_at: signedAt, agreement_expires_at: expiresAt }
    await updateStaff(tx, { tenant, id: staff }, set)
    const details = { staff, version, signedAt, expiresAt }
    return { audit: { action: 'staff.agreement_signed', details }, result: undefined }
  })
}

/**
 * Whether staff without a valid confidentiality agreement see no customer data. Takes effect at once.
 *
 * @throws AdministrationError `not_found`
 */
export async function requireAgreement(
  journal: Journal,
  { tenant, required }: { tenant: string; required: boolean },
): Promise<void> {
  await writeAsOperator(journal, tenant, async ({ tx }) => {
    await setAgreementRequired(tx, { tenant, required })
    return { audit: { action: 'tenant.agreement_required', details: { required } }, result: undefined }
  })
}

/** A tenant's staff, oldest first; those who left are among them, marked. */
export async function listStaff(journal: Pick<Journal, 'database'>, tenant: string): Promise<readonly StaffSummary[]> {
  const rows = await staffOf(journal.database.reader, tenant)
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    role: row.role,
    teams: teamsOf(row),
    offboarded: row.offboarded_at !== null,
  }))
}

/** @throws AdministrationError `not_found` */
async function memberOf(db: Queryable, tenant: string, id: string) {
  const found = await findStaff(db, { tenant, id })
  if (!found) throw new AdministrationError('not_found', `There is no staff member "${id}"`)
  return found
}

/** @throws AdministrationError `invalid` */
async function checkedProfile(db: Queryable, tenant: string, profile: StaffProfile) {
  const { teams, skills, languages, jobProfile, workingHours } = profile
  const { definition } = await new ServiceBook().current(db, tenant)
  checkNames('team', teams, definition.teams)
  checkNames('skill', skills, definition.skills)
  checkNames('job profile', jobProfile === undefined ? undefined : [jobProfile], definition.jobProfiles)
  const strange = languages?.find((tag) => !/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag))
  if (strange !== undefined) throw new AdministrationError('invalid', `"${strange}" is no language tag, as en or zh-CN`)
  if (workingHours !== undefined && !calendarSchema.safeParse(workingHours).success) {
    throw new AdministrationError('invalid', 'Working hours are a calendar, as the service definition has them')
  }
  return {
    ...(teams && { teams: JSON.stringify(teams) }),
    ...(skills && { skills: JSON.stringify(skills) }),
    ...(languages && { languages: JSON.stringify(languages) }),
    ...(jobProfile !== undefined && { job_profile: jobProfile }),
    ...(workingHours !== undefined && { working_hours: JSON.stringify(workingHours) }),
  }
}

function checkNames(
  thing: string,
  named: readonly string[] | undefined,
  known: readonly { readonly id: string }[],
): void {
  const wrong = named?.find((id) => !known.some((each) => each.id === id))
  if (wrong === undefined) return
  const names = known.map(({ id }) => id).join(', ')
  throw new AdministrationError('invalid', `There is no ${thing} "${wrong}"; there are ${names}`)
}
