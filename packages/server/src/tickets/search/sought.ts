import { demandsOf } from '@aftercare/protocol/search/demand'
import { simplify } from '@aftercare/protocol/search/traditional'
import type { Services } from '../../services.ts'
import type { TicketFilter } from '../queues/filter.ts'
import { seesAny } from '../queues/filter-store.ts'
import { NumberSet } from './number-set.ts'

export type SearchParts = Pick<Services, 'database' | 'book' | 'ticketSearch'>

/**
 * What comes of asking for the tickets that have all words of a filter's search. Only where nothing comes of it is each word
 * looked at that no ticket has which the caller sees, whatever else the filter narrows to: it is taken for what it may have
 * been meant for.
 *
 * @param ask undefined: all tickets are meant, since nothing was sought; signs without a word find none, and nothing is asked
 * @throws ProblemError unavailable: the index is not there yet
 */
export async function sought<Row>(
  { database, book, ticketSearch }: SearchParts,
  filter: TicketFilter,
  ask: (having: NumberSet | undefined) => Promise<Row[]>,
): Promise<Row[]> {
  const { tenant, sight, search = '' } = filter
  const { reader: db } = database
  const { synonyms = [] } = (await book.current(db, tenant)).definition
  const demands = demandsOf(
    simplify(search),
    synonyms.map((group) => group.map(simplify)),
  )
  if (demands.length === 0) return search.trim() === '' ? ask(undefined) : []
  const index = ticketSearch.of(tenant)
  const withNotes = sight.side === 'agent'
  const meeting = await ticketSearch.soon(index.meeting(db, demands, withNotes))
  const found = await ask(NumberSet.common(meeting))
  if (found.length > 0) return found
  const strange: number[] = []
  for (const [at, numbers] of meeting.entries()) {
    if (await seesAny(db, filter, numbers)) continue
    if (demands[at]!.word === undefined) return found
    strange.push(at)
  }
  if (strange.length === 0) return found
  const words = strange.map((at) => demands[at]!.word!)
  const repaired = await ticketSearch.soon(index.repaired(db, words, withNotes))
  return ask(NumberSet.common([...meeting.filter((_, at) => !strange.includes(at)), ...repaired]))
}
