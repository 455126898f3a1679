import type { TicketOrder } from '@aftercare/protocol'
import { preparedInForms, type Queryable } from '../../storage/prepared.ts'
import { type ListedRow, listed, type TicketSelect } from '../store.ts'
import { inSight, ticketsBy, type Way, type WayKind, type WayValues } from '../visibility-store.ts'
import type { TicketFilter } from './filter.ts'
import { type Narrowing, narrowed, seenThat, waysThrough } from './filter-store.ts'

export type Keys = Pick<ListedRow, 'number' | 'changed_seq' | 'next_due_at'>

/** How a list is sorted: the numbers that say a ticket's place in it, and what comes after a place. */
interface Order {
  readonly numbers: 1 | 2
  /** Whether the least numbers come first. */
  readonly ascending: boolean
  placeOf(row: Keys): readonly number[]
  after(tickets: TicketSelect, place: readonly number[]): TicketSelect
  sorted(tickets: TicketSelect): TicketSelect
}

export const orders: Readonly<Record<TicketOrder, Order>> = {
  changed: {
    numbers: 1,
    ascending: false,
    placeOf: (row) => [row.changed_seq],
    after: (tickets, [seq]) => tickets.where('t.changed_seq', '<', seq!),
    sorted: (tickets) => tickets.orderBy('t.changed_seq', 'desc'),
  },
  // Numbers rise with time.
  created: {
    numbers: 1,
    ascending: false,
    placeOf: (row) => [row.number],
    after: (tickets, [number]) => tickets.where('t.number', '<', number!),
    sorted: (tickets) => tickets.orderBy('t.number', 'desc'),
  },
  due: {
    numbers: 2,
    ascending: true,
    placeOf: (row) => [row.next_due_at, row.number],
    after: (tickets, [due, number]) =>
      tickets.where(({ eb, refTuple, tuple }) => eb(refTuple('t.next_due_at', 't.number'), '>', tuple(due!, number!))),
    sorted: (tickets) => tickets.orderBy('t.next_due_at').orderBy('t.number'),
  },
}

export interface ListQuery {
  readonly filter: TicketFilter
  readonly order: TicketOrder
  /** Only what comes after this place in the order. */
  readonly after: readonly number[] | undefined
  readonly limit: number
}

/** What a page's text depends on besides which filters there are: the ways in which its tickets are seen among it. */
type Form = Pick<TicketFilter, 'statuses' | 'open'> & Pick<ListQuery, 'order'> & { readonly kinds: readonly WayKind[] }
type Values = Omit<ListQuery, 'order' | 'filter'> & {
  readonly filter: Narrowing
  readonly ways: readonly WayValues['ids'][]
  readonly hidden: WayValues['hidden']
}

/** The query of one page; a test asks the database how it would go about it. */
export function pageOf(db: Queryable, { order, kinds, ...form }: Form, { filter, after, limit, ways, hidden }: Values) {
  const { tenant } = filter
  const [first, ...others] = kinds.map((kind, index) => {
    const seen = narrowed(ticketsBy(db, kind, { tenant, ids: ways[index] ?? [], hidden }), { ...filter, ...form })
    return orders[order].sorted(after ? orders[order].after(seen, after) : seen)
  })
  if (others.length === 0) return listed(first!).limit(limit)
  // What is seen in several ways is read from the beginning of each, so that a page stays short work. A part of a
  // union may have no order of its own without being wrapped.
  const beginningOf = (way: TicketSelect) => db.selectFrom(way.select('t.id').limit(limit).as('b')).select('b.id')
  const ids = others.reduce((all, way) => all.union(beginningOf(way)), beginningOf(first!))
  // The page first, then its tickets by their ids: SQLite leaves a cross join in this order.
  const joined = db.selectFrom(ids.as('page')).crossJoin('tickets as t').whereRef('t.id', '=', 'page.id')
  const page = (joined as unknown as TicketSelect).where('t.tenant', '=', tenant)
  return listed(orders[order].sorted(page)).limit(limit)
}

const findPage = preparedInForms(pageOf)

/** A page, whatever the tickets' texts. */
export async function listTickets(db: Queryable, query: ListQuery): Promise<ListedRow[]> {
  const ways = waysThrough(query.filter)
  return ways === null ? findAmongFew(db, query) : findPage(db, ...pageBy(ways, query))
}

/** What `pageOf` needs to read a page in these ways. */
export function pageBy(ways: readonly Way[], { order, filter, ...place }: ListQuery): readonly [Form, Values] {
  const { sight, ...narrowing } = filter
  const { statuses, open } = filter
  const values = { filter: narrowing, ways: ways.map(({ ids }) => ids), hidden: sight.hidden, ...place }
  return [{ order, statuses, open, kinds: ways.map(({ kind }) => kind) }, values]
}

/** Narrowing leaves few, and each is asked whether it is seen. */
function findAmongFew(db: Queryable, { order, filter, after, limit }: ListQuery): Promise<ListedRow[]> {
  const { tenant, sight } = filter
  const all = db.selectFrom('tickets as t').where('t.tenant', '=', tenant).where(inSight(sight, tenant))
  const seen = narrowed(all, filter)
  return listed(orders[order].sorted(after ? orders[order].after(seen, after) : seen))
    .limit(limit)
    .execute()
}

/** Rows of tickets in the order of their numbers as they are given. */
export async function listNumbered(db: Queryable, tenant: string, numbers: readonly number[]): Promise<ListedRow[]> {
  if (numbers.length === 0) return []
  const rows = await findNumbered(db, null, { tenant, numbers })
  const byNumber = new Map(rows.map((row) => [row.number, row]))
  return numbers.flatMap((number) => byNumber.get(number) ?? [])
}

const findNumbered = preparedInForms(
  (db, _: null, p: { readonly tenant: string; readonly numbers: readonly number[] }) =>
    listed(db.selectFrom('tickets as t').where('t.tenant', '=', p.tenant).where('t.number', 'in', p.numbers)),
)

/** How many of each status there are, whatever the tickets' texts; statuses without any are missing. */
export function countTickets(db: Queryable, filter: TicketFilter) {
  return seenThat(db, filter)
    .select(['t.status', ({ fn }) => fn.countAll<number>().as('count')])
    .groupBy('t.status')
    .execute()
}
