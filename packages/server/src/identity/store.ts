import type { Insertable } from 'kysely'
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

/** What each request asks anew of a token that was verified before: is its key still in use, was it revoked, what is the name now. */
export const standingOfToken = prepared((db, p: { tenant: string; person: string; issuer: string; kid: string }) =>
  db
    .selectFrom('tenant_issuers as i')
    .innerJoin('people as p', (join) => join.onRef('p.tenant', '=', 'i.tenant').onRef('p.issuer', '=', 'i.issuer'))
    .leftJoin('people_details as d', (join) =>
      join.onRef('d.tenant', '=', 'p.tenant').onRef('d.person_id', '=', 'p.id'),
    )
    .select(['i.retired_at', 'p.valid_after', 'd.name'])
    .where('i.tenant', '=', p.tenant)
    .where('i.issuer', '=', p.issuer)
    .where('i.kid', '=', p.kid)
    .where('p.id', '=', p.person),
)

export const findStaffByKey = prepared((db, p: { hash: string }) =>
  db
    .selectFrom('staff_keys as k')
    .innerJoin('staff as s', (join) => join.onRef('s.tenant', '=', 'k.tenant').onRef('s.id', '=', 'k.staff_id'))
    .select(['k.tenant', 's.id', 's.name', 's.role', 'k.revoked_at'])
    .where('k.key_hash', '=', p.hash),
)

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
    .select(['id', 'name', 'role'])
    .where('tenant', '=', staff.tenant)
    .where('id', '=', staff.id)
    .executeTakeFirst()
}

export async function staffOf(db: Queryable, tenant: string) {
  return db
    .selectFrom('staff')
    .select(['id', 'name', 'role'])
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
