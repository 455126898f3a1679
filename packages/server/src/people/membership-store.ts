import type { CustomerRole } from '@aftercare/protocol/permissions'
import { prepared, type Queryable } from '../storage/prepared.ts'

/** What a person was made in accounts, by account. */
export const membershipsOf = prepared((db, p: { tenant: string; person: string }) =>
  db
    .selectFrom('memberships')
    .select(['account', 'role'])
    .where('tenant', '=', p.tenant)
    .where('person_id', '=', p.person)
    .orderBy('account'),
)

/** The accounts that the people of a partner's account work for. */
export const servedBy = prepared((db, p: { tenant: string; partner: string }) =>
  db
    .selectFrom('served_accounts')
    .select('account')
    .where('tenant', '=', p.tenant)
    .where('partner', '=', p.partner)
    .orderBy('account'),
)

/** A person of one account: by its token, or made a member of it. */
export const findAccountPerson = prepared((db, p: { tenant: string; id: string; account: string }) =>
  db
    .selectFrom('people as p')
    .leftJoin('memberships as m', (join) =>
      join.onRef('m.tenant', '=', 'p.tenant').onRef('m.person_id', '=', 'p.id').on('m.account', '=', p.account),
    )
    .select('p.id')
    .where('p.tenant', '=', p.tenant)
    .where('p.id', '=', p.id)
    .where((row) => row.or([row('p.account', '=', p.account), row('m.role', 'is not', null)])),
)

/** Makes a person something in an account; null takes it back to what the token says. @returns whether anything was there */
export async function setRole(
  db: Queryable,
  of: { tenant: string; person: string; account: string; role: CustomerRole | null; now: number },
): Promise<boolean> {
  const { tenant, person, account, role, now } = of
  if (role === null) {
    const gone = await db
      .deleteFrom('memberships')
      .where('tenant', '=', tenant)
      .where('person_id', '=', person)
      .where('account', '=', account)
      .returning('person_id')
      .execute()
    return gone.length > 0
  }
  await db
    .insertInto('memberships')
    .values({ tenant, person_id: person, account, role, created_at: now })
    .onConflict((conflict) => conflict.columns(['tenant', 'person_id', 'account']).doUpdateSet({ role }))
    .execute()
  return true
}

/** All accounts that a partner serves from now on. */
export async function setServed(
  db: Queryable,
  { tenant, partner, accounts }: { tenant: string; partner: string; accounts: readonly string[] },
): Promise<void> {
  await db.deleteFrom('served_accounts').where('tenant', '=', tenant).where('partner', '=', partner).execute()
  for (const account of accounts) await db.insertInto('served_accounts').values({ tenant, partner, account }).execute()
}
