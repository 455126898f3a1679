import type { TicketOrder } from '@aftercare/protocol'
import type { Queryable } from '../../storage/prepared.ts'
import { type TicketRow, type TicketSelect, withNames } from '../store.ts'
import type { TicketFilter } from './filter.ts'
import { ticketsThat } from './filter-store.ts'

/** How a list is sorted: the numbers that say a ticket's place in it, and what comes after a place. */
interface Order {
  readonly numbers: 1 | 2
  placeOf(row: TicketRow): readonly number[]
  after(tickets: TicketSelect, place: readonly number[]): TicketSelect
  sorted(tickets: TicketSelect): TicketSelect
}

export const orders: Readonly<Record<TicketOrder, Order>> = {
  changed: {
    numbers: 1,
    placeOf: (row) => [row.changed_seq],
    after: (tickets, [seq]) => tickets.where('t.changed_seq', '<', seq!),
    sorted: (tickets) => tickets.orderBy('t.changed_seq', 'desc'),
  },
  // Numbers rise with time.
  created: {
    numbers: 1,
    placeOf: (row) => [row.number],
    after: (tickets, [number]) => tickets.where('t.number', '<', number!),
    sorted: (tickets) => tickets.orderBy('t.number', 'desc'),
  },
  due: {
    numbers: 2,
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

/** The query of one page; a test asks the database how it would go about it. */
export async function pageOf(db: Queryable, { filter, order, after, limit }: ListQuery) {
  const { after: following, sorted } = orders[order]
  const tickets = await ticketsThat(db, filter)
  return withNames(sorted(after ? following(tickets, after) : tickets).limit(limit))
}

export async function listTickets(db: Queryable, query: ListQuery): Promise<TicketRow[]> {
  return (await pageOf(db, query)).execute()
}

/** How many of each status there are; statuses without any are missing. */
export async function countTickets(db: Queryable, filter: TicketFilter) {
  return (await ticketsThat(db, filter))
    .select(['t.status', ({ fn }) => fn.countAll<number>().as('count')])
    .groupBy('t.status')
    .execute()
}
