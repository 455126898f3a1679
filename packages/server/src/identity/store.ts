import type { Insertable, Updateable } from 'kysely'
import { prepared, type Queryable } from '../storage/prepared.ts'
import type {
  PeopleDetailsTable,
  PeopleTable,
  StaffKeysTable,
  StaffTable,
  TenantIssuersTable,
} from '../storage/schema.ts'

export const findIssuer = prepared((db, p: { tenant: string; issuer: string; kid: string }) =>
  db
    .selectFrom('tenant_issuers')
    .select(['algorithm', 'jwk', 'retired_at'])
    .where('tenant', '=', p.tenant)
    .where('issuer', '=', p.issuer)
    .where('kid', '=', p.kid),
)

export const issuerIsKnown = prepared((db, p: { tenant: string; issuer: string }) =>
  db.selectFrom('tenant_issuers').select('kid').where('tenant', '=', p.tenant).where('issuer', '=', p.issuer).limit(1),
)

/** A person with its details; `null` details where they were erased. */
export const findPerson = prepared((db, p: { tenant: string; issuer: string; subject: string }) =>
  db
    .selectFrom('people as p')
    .leftJoin('people_details as d', (join) =>
      join.onRef('d.tenant', '=', 'p.tenant').onRef('d.person_id', '=', 'p.id'),
    )
    .select(['p.id', 'p.account', 'p.valid_after', 'd.name', 'd.email', 'd.email_verified', 'd.locale'])
    .where('p.tenant', '=', p.tenant)
    .where('p.issuer', '=', p.issuer)
    .where('p.subject', '=', p.subject),
)

/**
 * What each request asks anew of a token that was verified before: is its key still in use, was it revoked, what is
 * the name now, and what is the person in the account that the token names.
 */
export const standingOfToken = prepared(
  (db, p: { tenant: string; person: string; issuer: string; kid: string; account: string | null }) =>
    db
      .selectFrom('tenant_issuers as i')
      .innerJoin('people as p', (join) => join.onRef('p.tenant', '=', 'i.tenant').onRef('p.issuer', '=', 'i.issuer'))
      .leftJoin('people_details as d', (join) =>
        join.onRef('d.tenant', '=', 'p.tenant').onRef('d.person_id', '=', 'p.id'),
      )
      .leftJoin('memberships as m', (join) =>
        join.onRef('m.tenant', '=', 'p.tenant').onRef('m.person_id', '=', 'p.id').on('m.account', '=', p.account),
      )
      .select(['i.retired_at', 'p.valid_after', 'd.name', 'm.role'])
      .where('i.tenant', '=', p.tenant)
      .where('i.issuer', '=', p.issuer)
      .where('i.kid', '=', p.kid)
      .where('p.id', '=', p.person),
)

export const findStaffByKey = prepared((db, p: { hash: string }) =>
  db
    .selectFrom('staff_keys as k')
    .innerJoin('staff as s', (join) => join.onRef('s.tenant', '=', 'k.tenant').onRef('s.id', '=', 'k.staff_id'))
    .innerJoin('tenants as t', 't.id', 'k.tenant')
    .select(['k.tenant', 's.id', 's.name', 's.role', 's.teams', 'k.revoked_at', 's.offboarded_at'])
    .select(['t.agreement_required', 's.agreement_expires_at'])
    .where('k.key_hash', '=', p.hash),
)

/** The teams of a staff member; null: the whole desk. */
export const teamsOf = ({ teams }: { readonly teams: string | null }): readonly string[] | null =>
  teams === null ? null : JSON.parse(teams)

/** @returns whether it was new */
export async function insertPerson(db: Queryable, person: Insertable<PeopleTable>): Promise<boolean> {
  const rows = await db
    .insertInto('people')
    .values(person)
    .onConflict((conflict) => conflict.columns(['tenant', 'issuer', 'subject']).doNothing())
    .returning('id')
    .execute()
  return rows.length > 0
}

export async function saveDetails(db: Queryable, details: Insertable<PeopleDetailsTable>): Promise<void> {
  const { tenant: _, person_id: __, ...changed } = details
  await db
    .insertInto('people_details')
    .values(details)
    .onConflict((conflict) => conflict.columns(['tenant', 'person_id']).doUpdateSet(changed))
    .execute()
}

export async function updatePerson(
  db: Queryable,
  person: { tenant: string; id: string },
  change: Partial<Pick<PeopleTable, 'account' | 'valid_after'>>,
): Promise<void> {
  await db.updateTable('people').set(change).where('tenant', '=', person.tenant).where('id', '=', person.id).execute()
}

export async function insertTenant(db: Queryable, tenant: { id: string; name: string; now: number }): Promise<boolean> {
  const rows = await db
    .insertInto('tenants')
    .values({ id: tenant.id, name: tenant.name, created_at: tenant.now })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .execute()
  return rows.length > 0
}

export async function allTenants(db: Queryable): Promise<{ id: string; name: string; createdAt: number }[]> {
  const rows = await db.selectFrom('tenants').selectAll().orderBy('id').execute()
  return rows.map(({ id, name, created_at }) => ({ id, name, createdAt: created_at }))
}

export const tenantName = prepared((db, p: { id: string }) =>
  db.selectFrom('tenants').select('name').where('id', '=', p.id),
)

/** @returns whether it was new */
export async function insertIssuer(db: Queryable, issuer: Insertable<TenantIssuersTable>): Promise<boolean> {
  const rows = await db
    .insertInto('tenant_issuers')
    .values(issuer)
    .onConflict((conflict) => conflict.columns(['tenant', 'issuer', 'kid']).doNothing())
    .returning('kid')
    .execute()
  return rows.length > 0
}

/** @returns whether there was one in use */
export async function markIssuerRetired(
  db: Queryable,
  issuer: { tenant: string; issuer: string; kid: string; now: number },
): Promise<boolean> {
  const rows = await db
    .updateTable('tenant_issuers')
    .set({ retired_at: issuer.now })
    .where('tenant', '=', issuer.tenant)
    .where('issuer', '=', issuer.issuer)
    .where('kid', '=', issuer.kid)
    .where('retired_at', 'is', null)
    .returning('kid')
    .execute()
  return rows.length > 0
}

export async function issuersOf(db: Queryable, tenant: string) {
  return db
    .selectFrom('tenant_issuers')
    .select(['issuer', 'kid', 'algorithm', 'created_at', 'retired_at'])
    .where('tenant', '=', tenant)
    .orderBy('created_at')
    .execute()
}

export async function insertStaff(db: Queryable, staff: Insertable<StaffTable>): Promise<void> {
  await db.insertInto('staff').values(staff).execute()
}

export async function findStaff(db: Queryable, staff: { tenant: string; id: string }) {
  return db
    .selectFrom('staff')
    .select(['id', 'name', 'role', 'teams', 'offboarded_at'])
    .where('tenant', '=', staff.tenant)
    .where('id', '=', staff.id)
    .executeTakeFirst()
}

export async function staffOf(db: Queryable, tenant: string) {
  return db
    .selectFrom('staff')
    .select(['id', 'name', 'role', 'teams', 'offboarded_at'])
    .where('tenant', '=', tenant)
    .orderBy('created_at')
    .execute()
}

export async function insertStaffKey(db: Queryable, key: Insertable<StaffKeysTable>): Promise<void> {
  await db.insertInto('staff_keys').values(key).execute()
}

/** @returns whether there was one in use */
export async function markStaffKeyRevoked(
  db: Queryable,
  key: { tenant: string; id: string; now: number },
): Promise<boolean> {
  const rows = await db
    .updateTable('staff_keys')
    .set({ revoked_at: key.now })
    .where('tenant', '=', key.tenant)
    .where('id', '=', key.id)
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute()
  return rows.length > 0
}

/** A tenant's keys with whose they are, oldest first; never the keys themselves. */
export async function staffKeysOf(db: Queryable, tenant: string) {
  return db
    .selectFrom('staff_keys as k')
    .innerJoin('staff as s', (join) => join.onRef('s.tenant', '=', 'k.tenant').onRef('s.id', '=', 'k.staff_id'))
    .select(['k.id', 'k.staff_id', 's.name', 'k.created_at', 'k.revoked_at'])
    .where('k.tenant', '=', tenant)
    .orderBy('k.created_at')
    .orderBy('k.id')
    .execute()
}

/** Ends every key of a staff member. @returns the ids of those that were in use */
export async function revokeKeysOf(
  db: Queryable,
  { tenant, staff, now }: { tenant: string; staff: string; now: number },
): Promise<string[]> {
  const rows = await db
    .updateTable('staff_keys')
    .set({ revoked_at: now })
    .where('tenant', '=', tenant)
    .where('staff_id', '=', staff)
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

export async function updateStaff(
  db: Queryable,
  of: { tenant: string; id: string },
  change: Updateable<StaffTable>,
): Promise<void> {
  await db.updateTable('staff').set(change).where('tenant', '=', of.tenant).where('id', '=', of.id).execute()
}

/** Keeps when somebody left first. */
export async function markOffboarded(db: Queryable, of: { tenant: string; id: string; now: number }): Promise<void> {
  await db
    .updateTable('staff')
    .set({ offboarded_at: of.now })
    .where('tenant', '=', of.tenant)
    .where('id', '=', of.id)
    .where('offboarded_at', 'is', null)
    .execute()
}

export async function setAgreementRequired(db: Queryable, of: { tenant: string; required: boolean }): Promise<void> {
  await db
    .updateTable('tenants')
    .set({ agreement_required: of.required ? 1 : 0 })
    .where('id', '=', of.tenant)
    .execute()
}
