import type { CustomerRole } from '@aftercare/protocol/permissions'
import { prepared, type Queryable } from '../storage/prepared.ts'
import { containing } from './containing.ts'

export interface PersonRow {
  readonly id: string
  readonly account: string | null
  readonly name: string | null
  readonly email: string | null
  readonly email_verified: number | null
  readonly locale: string | null
}

function people(db: Queryable, tenant: string) {
  return db
    .selectFrom('people as p')
    .leftJoin('people_details as d', (join) =>
      join.onRef('d.tenant', '=', 'p.tenant').onRef('d.person_id', '=', 'p.id'),
    )
    .select(['p.id', 'p.account', 'd.name', 'd.email', 'd.email_verified', 'd.locale'])
    .where('p.tenant', '=', tenant)
}

export const findPersonById = prepared<{ tenant: string; id: string }, PersonRow>((db, p) =>
  people(db, p.tenant).where('p.id', '=', p.id),
)

/** By id; those of one account are whom a token or a membership puts there. */
export async function listPersonRows(
  db: Queryable,
  query: {
    readonly tenant: string
    readonly account: string | undefined
    readonly search: string | undefined
    readonly after: string | undefined
    readonly limit: number
  },
): Promise<PersonRow[]> {
  const { tenant, account, search, after } = query
  let select = people(db, tenant)
  if (account !== undefined) {
    select = select.where((row) =>
      row.or([
        row('p.account', '=', account),
        row('p.id', 'in', (from) =>
          from
            .selectFrom('memberships')
            .select('person_id')
            .where('memberships.tenant', '=', tenant)
            .where('memberships.account', '=', account),
        ),
      ]),
    )
  }
  if (search !== undefined) {
    select = select.where((row) =>
      row.or([containing(row.ref('d.name'), search), containing(row.ref('d.email'), search)]),
    )
  }
  if (after !== undefined) select = select.where('p.id', '>', after)
  return select.orderBy('p.id').limit(query.limit).execute()
}

/** What these people were made, by account. */
export async function membershipsAmong(
  db: Queryable,
  { tenant, people: ids }: { tenant: string; people: readonly string[] },
): Promise<{ person_id: string; account: string; role: CustomerRole }[]> {
  if (ids.length === 0) return []
  return db
    .selectFrom('memberships')
    .select(['person_id', 'account', 'role'])
    .where('tenant', '=', tenant)
    .where('person_id', 'in', ids)
    .orderBy('account')
    .execute()
}

export interface StaffMemberRow {
  readonly id: string
  readonly name: string
  readonly role: 'agent' | 'lead' | 'manager' | 'auditor' | 'admin'
  readonly teams: string | null
  readonly skills: string
  readonly languages: string
}

/** Everybody who was not offboarded, by name; few enough to be read at once. */
export const staffAtWork = prepared<{ tenant: string }, StaffMemberRow>((db, p) =>
  db
    .selectFrom('staff')
    .select(['id', 'name', 'role', 'teams', 'skills', 'languages'])
    .where('tenant', '=', p.tenant)
    .where('offboarded_at', 'is', null)
    .orderBy('name')
    .orderBy('id'),
)
