import type { PublicService } from '../service/public-part.ts'
import type { PromiseReceipt, TicketDetails } from '../tickets/ticket-details.ts'
import { alwaysOpen } from './always-open.ts'
import { type BusinessCalendar, businessCalendar, elapsed } from './calendar.ts'
import type { Calendar } from './calendar-schema.ts'

/** Whose targets hold until triage has set a priority. */
export const untriagedPriority = 'normal'

/** What of a service definition, or of its public part, says which hours count. */
export type ServiceHours = Pick<PublicService, 'version' | 'calendars' | 'priorities'>

/** Where a promise stands at an instant, and what is left of it. */
export interface TimeLeft {
  readonly clock: PromiseReceipt['clock']
  readonly generation: number
  /** As the server would say it now: what runs is `breached` from its due instant on. */
  readonly state: PromiseReceipt['state']
  /**
   * Business milliseconds, or milliseconds around the clock towards a date that was named. Frozen while paused, 0 once
   * breached; null where nothing counts, or where the ticket is handled under another version than this service: then
   * the due instant is all that is known.
   */
  readonly remaining: number | null
}

/**
 * What is left of a ticket's promises, counted from the server's due instants: the same arithmetic by which the server
 * reads its clocks, so that both say the same at every instant. Pure, and without schemas.
 *
 * @param service what `GET /service` answered, or a definition
 * @param details what `GET /tickets/:id/details` answered
 * @param now milliseconds since 1970, by the server's clock as far as that is known
 */
export function timeLeft(
  service: ServiceHours,
  details: Pick<TicketDetails, 'receipt' | 'calendar' | 'priority' | 'serviceVersion'>,
  now: number,
): readonly TimeLeft[] {
  return details.receipt.map((promise) => {
    const { clock, generation } = promise
    const due = promise.due === null ? null : Date.parse(promise.due)
    const state = promise.state === 'running' && due !== null && due <= now ? 'breached' : promise.state
    const counted = () => (due === null ? null : countedUntil(due))
    const remaining = state === 'running' ? counted() : state === 'breached' ? 0 : promise.remaining
    return { clock, generation, state, remaining }

    function countedUntil(due: number): number | null {
      // A date that was named is a date: hours and holidays have no say in it.
      const { resolution } = service.priorities[details.priority ?? untriagedPriority]
      if (service.version !== details.serviceVersion) return null
      if (clock === 'resolution' && resolution === null) return due - now
      return elapsed(calendarOf(service, details.calendar), now, due).ms
    }
  })
}

const made = new WeakMap<Calendar, BusinessCalendar>()

/** A calendar of a service by its id, ready for computing; made once per definition. What has no hours never closes. */
export function calendarOf({ calendars }: Pick<ServiceHours, 'calendars'>, id: string): BusinessCalendar {
  const hours = calendars[id]
  const definition = hours === undefined || hours === '24x7' ? alwaysOpen : hours
  let calendar = made.get(definition)
  if (!calendar) {
    calendar = businessCalendar(definition)
    made.set(definition, calendar)
  }
  return calendar
}
