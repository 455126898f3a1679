import type { TicketOrder } from '@aftercare/protocol'
import { preparedInForms, type Queryable } from '../../storage/prepared.ts'
import { type ListedRow, listed, type TicketSelect } from '../store.ts'
import type { TicketFilter } from './filter.ts'
import { ticketsThat, ticketsThatSay } from './filter-store.ts'

type Keys = Pick<ListedRow, 'number' | 'changed_seq' | 'next_due_at'>

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

/** What a page's text depends on besides which filters there are. */
type Form = Pick<TicketFilter, 'statuses' | 'open'> & Pick<ListQuery, 'order'>
type Values = Omit<ListQuery, 'order'>

/** The query of one page; a test asks the database how it would go about it. */
export function pageOf(db: Queryable, { order, ...form }: Form, { filter, after, limit }: Values) {
  const tickets = ticketsThat(db, { ...filter, ...form })
  return listed(orders[order].sorted(after ? orders[order].after(tickets, after) : tickets)).limit(limit)
}

const findPage = preparedInForms(pageOf)

export async function listTickets(db: Queryable, { order, ...values }: ListQuery): Promise<ListedRow[]> {
  const { statuses, open, search } = values.filter
  if (search) return findSought(db, { order, ...values })
  return findPage(db, { order, statuses, open }, values)
}

/** Numbers first, rows then: what is sorted by the way is not to carry whole tickets. */
async function findSought(db: Queryable, query: ListQuery): Promise<ListedRow[]> {
  const numbers = await soughtNumbers(db, query)
  if (numbers.length === 0) return []
  const rows = await findNumbered(db, null, { tenant: query.filter.tenant, numbers })
  const byNumber = new Map(rows.map((row) => [row.number, row]))
  return numbers.flatMap((number) => byNumber.get(number) ?? [])
}

async function soughtNumbers(db: Queryable, { filter, order, after, limit }: ListQuery): Promise<readonly number[]> {
  const { tickets, few } = await ticketsThatSay(db, filter)
  const { sorted, ascending, placeOf, after: following } = orders[order]
  if (!few) {
    const page = sorted(after ? following(tickets, after) : tickets)
    return (await page.select('t.number').limit(limit).execute()).map(({ number }) => number)
  }
  // Sorted here: asked to sort, SQLite would rather look through every ticket in that order for these few.
  const found = await tickets.select(['t.number', 't.changed_seq', 't.next_due_at']).execute()
  const compare = (a: readonly number[], b: readonly number[]) =>
    (ascending ? 1 : -1) * (a[0]! - b[0]! || (a[1] ?? 0) - (b[1] ?? 0))
  return found
    .filter((row) => !after || compare(placeOf(row), after) > 0)
    .sort((a, b) => compare(placeOf(a), placeOf(b)))
    .slice(0, limit)
    .map(({ number }) => number)
}

const findNumbered = preparedInForms(
  (db, _: null, p: { readonly tenant: string; readonly numbers: readonly number[] }) =>
    listed(db.selectFrom('tickets as t').where('t.tenant', '=', p.tenant).where('t.number', 'in', p.numbers)),
)

/** How many of each status there are; statuses without any are missing. */
export async function countTickets(db: Queryable, filter: TicketFilter) {
  const { tickets } = await ticketsThatSay(db, filter)
  return tickets
    .select(['t.status', ({ fn }) => fn.countAll<number>().as('count')])
    .groupBy('t.status')
    .execute()
}
