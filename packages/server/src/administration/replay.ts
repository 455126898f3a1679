import {
  type DecisionFacts,
  type MadeDecision,
  type ReplayedDecision,
  replayDecision,
} from '@aftercare/protocol/service'
import type { Journal } from '../journal/write.ts'
import { ServiceBook } from '../service/service-book.ts'
import { wholeHistory } from '../tickets/history/store.ts'
import { ticketNumbered } from '../tickets/store.ts'
import { AdministrationError } from './administration-error.ts'

/** One decision of the rules about a ticket, beside what they say when they are asked again. */
export interface ReplayedTicket {
  readonly ticket: string
  readonly number: number
  readonly decisions: readonly {
    /** Milliseconds since 1970. */
    readonly at: number
    /** The version of the service that decided, and was asked again. */
    readonly version: string
    readonly parts: readonly ReplayedDecision[]
  }[]
}

/**
 * Repeats every automatic decision about a ticket from what it was decided upon, by the version that it names.
 *
 * @throws AdministrationError `not_found`
 */
export async function replayTicket(
  { database }: Pick<Journal, 'database'>,
  { tenant, number }: { tenant: string; number: number },
): Promise<ReplayedTicket> {
  const { reader } = database
  const [found] = await ticketNumbered(reader, { tenant, number })
  if (!found) throw new AdministrationError('not_found', `There is no ticket ${number} of a tenant "${tenant}"`)
  const book = new ServiceBook()
  const decisions: ReplayedTicket['decisions'][number][] = []
  let sorted: Partial<MadeDecision> = {}
  for (const { type, at, data } of await wholeHistory(reader, { tenant, ticket: found.id })) {
    if (type === 'sorted') sorted = JSON.parse(data)
    if (type !== 'routed') continue
    const {
      facts,
      serviceVersion: version,
      ...routed
    } = JSON.parse(data) as MadeDecision & {
      facts: DecisionFacts
      serviceVersion: string
    }
    const service = await book.version(reader, tenant, version)
    if (!service) throw new AdministrationError('not_found', `Version "${version}" of the service is gone`)
    decisions.push({ at, version, parts: replayDecision(service.definition, facts, { ...routed, ...made(sorted) }) })
  }
  return { ticket: found.id, number, decisions }
}

/** The half of a decision that stands in the entry before. */
function made({ priority, impact = null, urgency = null }: Partial<MadeDecision>) {
  if (priority === undefined) throw new AdministrationError('not_found', 'Its history does not say how it was sorted')
  return { priority, impact, urgency }
}
