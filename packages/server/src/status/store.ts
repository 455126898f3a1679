import type { NoticeKind } from '@aftercare/protocol/status'
import type { ExpressionBuilder, Insertable, Selectable, Updateable } from 'kysely'
import { prepared, type Queryable } from '../storage/prepared.ts'
import type { Schema } from '../storage/schema.ts'
import type { NoticesTable, NoticeUpdatesTable } from '../storage/status-tables.ts'

export type NoticeRow = Omit<Selectable<NoticesTable>, 'tenant'>
export type UpdateRow = Omit<Selectable<NoticeUpdatesTable>, 'tenant'>

const columns = [
  ...(['id', 'position', 'changed_seq', 'kind', 'status', 'open', 'impact', 'everybody', 'concerns'] as const),
  ...(['components', 'texts', 'window_from', 'window_until', 'urgency', 'target_version', 'choices'] as const),
  ...(['schedule', 'revision', 'created_at', 'updated_at', 'ended_at'] as const),
] as const
const ofNotice = columns.map((column) => `n.${column}` as const)

/** Whose notices somebody reads: those for everybody, and those that concern one of these accounts; or all. */
export type Accounts = readonly string[] | 'all'

type OfNotice = { tenant: string; id: string }

export const findNotice = prepared<OfNotice, NoticeRow>((db, p) =>
  db.selectFrom('notices as n').select(ofNotice).where('n.tenant', '=', p.tenant).where('n.id', '=', p.id),
)

/** @returns whether the id was free */
export async function insertNotice(db: Queryable, row: Omit<Insertable<NoticesTable>, 'position'>): Promise<boolean> {
  // Under the tenant's lock, which every write begins with.
  const last = await db
    .selectFrom('notices')
    .select(({ fn }) => fn.max('position').as('position'))
    .where('tenant', '=', row.tenant)
    .executeTakeFirst()
  const made = await db
    .insertInto('notices')
    .values({ ...row, position: (last?.position ?? 0) + 1 })
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
    .returning('id')
    .execute()
  return made.length > 0
}

export async function updateNoticeRow(db: Queryable, of: OfNotice, change: Updateable<NoticesTable>): Promise<void> {
  await db.updateTable('notices').set(change).where('tenant', '=', of.tenant).where('id', '=', of.id).execute()
}

export async function insertUpdate(db: Queryable, row: Insertable<NoticeUpdatesTable>): Promise<void> {
  await db.insertInto('notice_updates').values(row).execute()
}

type Of<Alias extends string> = ExpressionBuilder<Schema & Record<Alias, NoticesTable>, Alias>

/** That a notice, as `n`, is for everybody or concerns one of the accounts: named, or by what it has of the products. */
export function concerning(row: Of<'n'>, accounts: readonly string[]) {
  const everybody = row('n.everybody', '=', 1)
  if (accounts.length === 0) return everybody
  const named = row.exists(
    row
      .selectFrom('notice_concerns as c')
      .select('c.number')
      .whereRef('c.tenant', '=', 'n.tenant')
      .whereRef('c.notice_id', '=', 'n.id')
      .where('c.account', 'in', accounts),
  )
  const deployed = row.exists(
    row
      .selectFrom('notice_concerns as c')
      .innerJoin('deployments as d', (join) =>
        join.onRef('d.tenant', '=', 'c.tenant').onRef('d.product', '=', 'c.product'),
      )
      .select('c.number')
      .whereRef('c.tenant', '=', 'n.tenant')
      .whereRef('c.notice_id', '=', 'n.id')
      .where('d.account', 'in', accounts)
      .where('d.retired_at', 'is', null)
      .where((on) =>
        on.or([on('c.first_version_key', 'is', null), on('c.first_version_key', '<=', on.ref('d.version_key'))]),
      )
      .where((on) =>
        on.or([on('c.last_version_key', 'is', null), on('c.last_version_key', '>=', on.ref('d.version_key'))]),
      ),
  )
  return row.or([everybody, named, deployed])
}

/** One notice, where it may be known of. */
export async function findConcerning(db: Queryable, of: OfNotice, accounts: Accounts): Promise<NoticeRow | undefined> {
  let select = db.selectFrom('notices as n').select(ofNotice)
  select = select.where('n.tenant', '=', of.tenant).where('n.id', '=', of.id)
  if (accounts !== 'all') select = select.where((row) => concerning(row as never, accounts))
  return select.executeTakeFirst()
}

export interface NoticeFilter {
  readonly tenant: string
  readonly accounts: Accounts
  readonly kind?: NoticeKind | undefined
  readonly open?: boolean | undefined
  /** Only what was begun before. */
  readonly before?: number | undefined
  readonly limit: number
}

/** Newest first. */
export async function listNoticeRows(db: Queryable, filter: NoticeFilter): Promise<NoticeRow[]> {
  const { tenant, accounts, kind, open, before, limit } = filter
  let select = db.selectFrom('notices as n').select(ofNotice).where('n.tenant', '=', tenant)
  if (accounts !== 'all') select = select.where((row) => concerning(row as never, accounts))
  if (open !== undefined) select = select.where('n.open', '=', open ? 1 : 0)
  if (kind) select = select.where('n.kind', '=', kind)
  if (before !== undefined) select = select.where('n.position', '<', before)
  return select.orderBy('n.position', 'desc').limit(limit).execute()
}

export const countOpen = prepared((db, p: { tenant: string }) =>
  db
    .selectFrom('notices')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('tenant', '=', p.tenant)
    .where('open', '=', 1),
)

/** The last updates of each of these notices, the newest first. */
export async function updatesOf(
  db: Queryable,
  { tenant, notices, recent }: { tenant: string; notices: readonly string[]; recent: number },
): Promise<UpdateRow[]> {
  if (notices.length === 0) return []
  return db
    .selectFrom('notice_updates as u')
    .innerJoin('notices as n', (join) => join.onRef('n.tenant', '=', 'u.tenant').onRef('n.id', '=', 'u.notice_id'))
    .select(['u.notice_id', 'u.number', 'u.at', 'u.news', 'u.status', 'u.texts', 'u.components'])
    .select(['u.window_from', 'u.window_until', 'u.author'])
    .where('u.tenant', '=', tenant)
    .where('u.notice_id', 'in', notices)
    .where((row) => row('u.number', '>', row('n.revision', '-', recent)))
    .orderBy('u.notice_id')
    .orderBy('u.number', 'desc')
    .execute()
}

export const findUpdate = prepared((db, p: { tenant: string; notice: string; number: number }) =>
  db
    .selectFrom('notice_updates')
    .select(['status'])
    .where('tenant', '=', p.tenant)
    .where('notice_id', '=', p.notice)
    .where('number', '=', p.number),
)
