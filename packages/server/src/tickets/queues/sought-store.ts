import type { Queryable } from '../../storage/prepared.ts'
import { breath } from '../../work/in-slices.ts'
import type { NumberSet } from '../search/number-set.ts'
import { portionsOf } from '../search/portions.ts'
import { type SearchParts, sought } from '../search/sought.ts'
import type { ListedRow } from '../store.ts'
import type { TicketFilter } from './filter.ts'
import { seenThat } from './filter-store.ts'
import { countTickets, type Keys, type ListQuery, listNumbered, listTickets, orders } from './list-store.ts'

const keys = ['t.number', 't.changed_seq', 't.next_due_at'] as const

/** A page of tickets, by their texts where something is sought in them. */
export function listSought(parts: SearchParts, query: ListQuery): Promise<ListedRow[]> {
  const { reader: db } = parts.database
  const { filter } = query
  if (filter.search === undefined) return listTickets(db, query)
  return sought(parts, filter, async (having) => {
    if (!having) return listTickets(db, query)
    return listNumbered(db, filter.tenant, await pageOf(db, query, having))
  })
}

/** How many of each status there are; statuses without any are missing. */
export function countSought(parts: SearchParts, filter: TicketFilter) {
  const { reader: db } = parts.database
  if (filter.search === undefined) return countTickets(db, filter)
  return sought(parts, filter, async (having) => {
    if (!having) return countTickets(db, filter)
    const counts = new Map<string, number>()
    const count = (rows: readonly { readonly status: string }[]) => {
      for (const { status } of rows) counts.set(status, (counts.get(status) ?? 0) + 1)
    }
    if (isNarrow(filter)) {
      const rows = await seenThat(db, filter).select(['t.number', 't.status']).execute()
      count(rows.filter(({ number }) => having.has(number)))
    } else {
      for await (const numbers of portionsOf(having)) {
        count(await seenThat(db, filter).where('t.number', 'in', numbers).select('t.status').execute())
      }
    }
    return [...counts].map(([status, count]) => ({ status, count }))
  })
}

/** One person's tickets are few: they are read, and those left out that were not sought. */
const isNarrow = ({ sight, requester }: TicketFilter): boolean => sight.side === 'requester' || requester !== undefined

/** The numbers of a page's tickets, in their order. */
async function pageOf(db: Queryable, query: ListQuery, having: NumberSet): Promise<readonly number[]> {
  const { filter, order, after, limit } = query
  const { ascending, placeOf } = orders[order]
  // So many tickets of the list are between one of them and the next that it is shorter to look them up.
  const isSparse = having.most * limit > having.size ** 2
  const walked = isNarrow(filter) || isSparse ? undefined : await walk(db, query, having)
  if (walked) return walked.map(({ number }) => number)
  const found: Keys[] = []
  if (isNarrow(filter)) {
    const rows = await seenThat(db, filter).select(keys).execute()
    found.push(...rows.filter(({ number }) => having.has(number)))
  } else {
    for await (const numbers of portionsOf(having)) {
      found.push(...(await seenThat(db, filter).where('t.number', 'in', numbers).select(keys).execute()))
    }
  }
  // Sorted here: asked to sort, SQLite would rather look through every ticket in that order for these few.
  const compare = (a: readonly number[], b: readonly number[]) =>
    (ascending ? 1 : -1) * (a[0]! - b[0]! || (a[1] ?? 0) - (b[1] ?? 0))
  return found
    .filter((row) => !after || compare(placeOf(row), after) > 0)
    .sort((a, b) => compare(placeOf(a), placeOf(b)))
    .slice(0, limit)
    .map(({ number }) => number)
}

/** How many tickets are read at once on the way. */
const stride = 250

/** Goes through the list in its order until there are enough; undefined where that takes longer than to look each one up. */
async function walk(
  db: Queryable,
  { filter, order, after, limit }: ListQuery,
  having: NumberSet,
): Promise<readonly Keys[] | undefined> {
  const { sorted, placeOf, after: following } = orders[order]
  const found: Keys[] = []
  let place = after
  for (let read = 0; read <= having.size; read += stride) {
    if (read > 0) await breath()
    const tickets = seenThat(db, filter)
    const rows = await sorted(place ? following(tickets, place) : tickets)
      .select(keys)
      .limit(stride)
      .execute()
    found.push(...rows.filter(({ number }) => having.has(number)))
    if (found.length >= limit || rows.length < stride) return found.slice(0, limit)
    place = placeOf(rows.at(-1)!)
  }
  return undefined
}
