import { type Core, service } from '@aftercare/client'
import type { TicketDetails } from '@aftercare/protocol'
import { type TimeLeft, timeLeft } from '@aftercare/protocol/sla'

/** Where a promise stands now, and what is left of it, as far as that is known. */
export type Left = Pick<TimeLeft, 'state' | 'remaining'>

/** Counts what is left of each promise of a ticket's receipt, in its order. `now` in milliseconds since the epoch. */
export type CountTime = (details: TicketDetails, now: number) => readonly Left[]

/** Gets the hours of the service once, for what is counted down between two readings; nothing is counted without them. */
export async function countTime(core: Core): Promise<CountTime> {
  const known = await service(core).load()
  return known ? (details, now) => timeLeft(known, details, now) : () => []
}
