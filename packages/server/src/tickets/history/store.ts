import type { Insertable, Selectable } from 'kysely'
import { prepared, type Queryable } from '../../storage/prepared.ts'
import type { TicketHistoryTable } from '../../storage/schema.ts'

const historyColumns = [
  'tenant',
  'ticket_id',
  'seq',
  'part',
  'at',
  'actor_side',
  'actor_id',
  'type',
  'data',
  'audience',
] as const satisfies readonly (keyof TicketHistoryTable)[]

type NewHistoryRow = Insertable<TicketHistoryTable>

const named = (column: string, index: number) => `${column} ${index}`

/** One statement for so many rows; a parameter for each column of each row. */
function insertOf(count: number) {
  return prepared((db, p: Readonly<Record<string, unknown>>) =>
    db
      .insertInto('ticket_history')
      .values(
        Array.from(
          { length: count },
          (_, index) =>
            Object.fromEntries(
              historyColumns.map((column) => [column, p[named(column, index)]]),
            ) as unknown as NewHistoryRow,
        ),
      ),
  )
}

/** Made once for each number of rows: most writes have one to three. */
const inserts = new Map<number, ReturnType<typeof insertOf>>()

/** Appends rows of one ticket's history in one statement. */
export async function insertHistory(db: Queryable, rows: readonly NewHistoryRow[]): Promise<void> {
  if (rows.length === 0) return
  let insert = inserts.get(rows.length)
  if (!insert) {
    insert = insertOf(rows.length)
    inserts.set(rows.length, insert)
  }
  await insert(
    db,
    Object.fromEntries(
      rows.flatMap((row, index) => historyColumns.map((column) => [named(column, index), row[column]])),
    ),
  )
}

/** All of one ticket's history, oldest first: what its clocks are read from. */
export const wholeHistory = prepared((db, p: { tenant: string; ticket: string }) =>
  db
    .selectFrom('ticket_history')
    .select(['at', 'actor_side', 'type', 'data'])
    .where('tenant', '=', p.tenant)
    .where('ticket_id', '=', p.ticket)
    .orderBy('seq')
    .orderBy('part'),
)

/** An entry with the name of whoever acted. */
export type HistoryRow = Omit<Selectable<TicketHistoryTable>, 'tenant' | 'ticket_id'> & {
  readonly person_name: string | null
  readonly staff_name: string | null
}

/** Newest first. `staff` entries are left out by the database, not by a filter after it. */
export async function listHistory(
  db: Queryable,
  query: {
    readonly tenant: string
    readonly ticket: string
    readonly withStaffOnly: boolean
    readonly before: { readonly seq: number; readonly part: number } | undefined
    readonly limit: number
  },
): Promise<HistoryRow[]> {
  let select = db
    .selectFrom('ticket_history as h')
    .leftJoin('people_details as d', (join) =>
      join.onRef('d.tenant', '=', 'h.tenant').onRef('d.person_id', '=', 'h.actor_id'),
    )
    .leftJoin('staff as s', (join) => join.onRef('s.tenant', '=', 'h.tenant').onRef('s.id', '=', 'h.actor_id'))
    .select(['h.seq', 'h.part', 'h.at', 'h.actor_side', 'h.actor_id', 'h.type', 'h.data', 'h.audience'])
    .select(['d.name as person_name', 's.name as staff_name'])
    .where('h.tenant', '=', query.tenant)
    .where('h.ticket_id', '=', query.ticket)
  if (!query.withStaffOnly) select = select.where('h.audience', '=', 'everyone')
  const { before } = query
  if (before) {
    select = select.where((row) =>
      row.or([
        row('h.seq', '<', before.seq),
        row.and([row('h.seq', '=', before.seq), row('h.part', '<', before.part)]),
      ]),
    )
  }
  return select.orderBy('h.seq', 'desc').orderBy('h.part', 'desc').limit(query.limit).execute()
}

/** Names by id, of people and staff alike: what entries hold is ids. */
export async function namesOf(
  db: Queryable,
  { tenant, ids }: { tenant: string; ids: readonly string[] },
): Promise<ReadonlyMap<string, string | null>> {
  if (ids.length === 0) return new Map()
  const people = await db
    .selectFrom('people_details')
    .select(['person_id as id', 'name'])
    .where('tenant', '=', tenant)
    .where('person_id', 'in', ids)
    .execute()
  const staff = await db
    .selectFrom('staff')
    .select(['id', 'name'])
    .where('tenant', '=', tenant)
    .where('id', 'in', ids)
    .execute()
  return new Map([...people, ...staff].map(({ id, name }) => [id, name]))
}
