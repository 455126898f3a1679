import type { Insertable, Selectable } from 'kysely'
import { prepared, type Queryable } from '../storage/prepared.ts'
import type { NoticeAcknowledgementsTable, NoticeJoinsTable } from '../storage/status-tables.ts'

/** Once per person: who joins again has joined then. */
export async function insertJoin(db: Queryable, row: Insertable<NoticeJoinsTable>): Promise<void> {
  await db
    .insertInto('notice_joins')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tenant', 'notice_id', 'person_id']).doNothing())
    .execute()
}

export const findJoin = prepared((db, p: { tenant: string; notice: string; person: string }) =>
  db
    .selectFrom('notice_joins')
    .select('at')
    .where('tenant', '=', p.tenant)
    .where('notice_id', '=', p.notice)
    .where('person_id', '=', p.person),
)

/** What a visitor has joined, the person that it turned out to be has joined, and once. */
export async function moveJoins(
  db: Queryable,
  { tenant, visitor, person }: { tenant: string; visitor: string; person: string },
): Promise<void> {
  await db
    .insertInto('notice_joins')
    .columns(['tenant', 'notice_id', 'person_id', 'account', 'at'])
    .expression((from) =>
      from
        .selectFrom('notice_joins')
        .select((row) => ['tenant', 'notice_id', row.val(person).as('person_id'), 'account', 'at'])
        .where('tenant', '=', tenant)
        .where('person_id', '=', visitor),
    )
    .onConflict((conflict) => conflict.columns(['tenant', 'notice_id', 'person_id']).doNothing())
    .execute()
  await db.deleteFrom('notice_joins').where('tenant', '=', tenant).where('person_id', '=', visitor).execute()
}

/** Which of these notices somebody has joined. */
export async function joinedBy(
  db: Queryable,
  of: { tenant: string; notices: readonly string[]; person: string },
): Promise<ReadonlySet<string>> {
  if (of.notices.length === 0) return new Set()
  const rows = await db
    .selectFrom('notice_joins')
    .select('notice_id')
    .where('tenant', '=', of.tenant)
    .where('notice_id', 'in', of.notices)
    .where('person_id', '=', of.person)
    .execute()
  return new Set(rows.map(({ notice_id }) => notice_id))
}

/** How many people have joined each of these notices. */
export async function countJoins(
  db: Queryable,
  of: { tenant: string; notices: readonly string[] },
): Promise<ReadonlyMap<string, number>> {
  if (of.notices.length === 0) return new Map()
  const rows = await db
    .selectFrom('notice_joins')
    .select(({ fn }) => ['notice_id', fn.countAll<number>().as('count')] as const)
    .where('tenant', '=', of.tenant)
    .where('notice_id', 'in', of.notices)
    .groupBy('notice_id')
    .execute()
  return new Map(rows.map(({ notice_id, count }) => [notice_id, count]))
}

export async function saveAcknowledgement(db: Queryable, row: Insertable<NoticeAcknowledgementsTable>): Promise<void> {
  const { tenant: _, notice_id: __, account: ___, ...said } = row
  await db
    .insertInto('notice_acknowledgements')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tenant', 'notice_id', 'account']).doUpdateSet(said))
    .execute()
}

export type AcknowledgementRow = Pick<
  Selectable<NoticeAcknowledgementsTable>,
  'notice_id' | 'account' | 'schedule' | 'window_from' | 'window_until' | 'at'
>

/** What accounts have answered to these notices; of one account, or of all, as many as `limit`. */
export async function acknowledgementsOf(
  db: Queryable,
  of: { tenant: string; notices: readonly string[]; account?: string | undefined; limit: number },
): Promise<AcknowledgementRow[]> {
  if (of.notices.length === 0) return []
  let select = db
    .selectFrom('notice_acknowledgements')
    .select(['notice_id', 'account', 'schedule', 'window_from', 'window_until', 'at'])
    .where('tenant', '=', of.tenant)
    .where('notice_id', 'in', of.notices)
  if (of.account !== undefined) select = select.where('account', '=', of.account)
  return select.orderBy('at', 'desc').limit(of.limit).execute()
}
