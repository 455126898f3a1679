import { type Core, service } from '@aftercare/client'
import type { PromiseReceipt, TicketDetails } from '@aftercare/protocol'
import { businessCalendar, elapsed } from '@aftercare/protocol/sla'

/** Where a promise stands now, and business milliseconds that are left of it, as far as they are known. */
export interface Left {
  readonly state: PromiseReceipt['state']
  readonly remaining: number | null
}

/** Counts what is left of a ticket's promises; without the service's hours only what needs none. */
export type CountTime = (details: TicketDetails, now: number) => readonly Left[]

/** Gets the hours of the service once, for what is counted down between two readings. */
export async function countTime(core: Core): Promise<CountTime> {
  const calendars = (await service(core).load())?.calendars
  if (!calendars) return () => []
  return (details, now) =>
    details.receipt.map(({ state, due, remaining }) => {
      if (due === null || state !== 'running') return { state, remaining }
      const at = Date.parse(due)
      const hours = calendars[details.calendar]
      const left = !hours || hours === '24x7' ? at - now : elapsed(businessCalendar(hours), now, at).ms
      return at <= now ? { state: 'breached', remaining: 0 } : { state, remaining: left }
    })
}
