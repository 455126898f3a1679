import type { Priority } from '@aftercare/protocol'
import { type SlaClock, type SlaReading, thresholdKey } from '@aftercare/protocol/sla'
import type { CompiledService } from '../service/compiled-service.ts'
import type { Queryable } from '../storage/prepared.ts'
import { wholeHistory } from '../tickets/history/store.ts'
import { nextDue, readTicketClocks } from './read-ticket-clocks.ts'
import { firedOf, setClocks } from './store.ts'

/** A threshold that was passed and not yet told of is told of at once. */
const due = (reading: SlaReading, now: number) => (reading.newlyPassed.length > 0 ? now : reading.wakeAt)

/**
 * Reads a ticket's clocks from its history and keeps the reading beside the ticket, within the transaction that
 * changed the history. What has become due meanwhile is left to the sweep, which tells of each once.
 */
export async function recountClocks(
  tx: Queryable,
  of: { tenant: string; ticket: string; priority: Priority | null; service: CompiledService; now: number },
): Promise<readonly SlaClock[]> {
  const { tenant, ticket, priority, service, now } = of
  const fired = new Set(
    (await firedOf(tx, { tenant, ticket })).map((row) =>
      thresholdKey({ ...row, clock: row.clock as SlaClock['clock'] }),
    ),
  )
  const reading = readTicketClocks(service, priority, await wholeHistory(tx, { tenant, ticket }), now, fired)
  const kept = { clocks: JSON.stringify(reading.clocks), wakeAt: due(reading, now), nextDueAt: nextDue(reading.clocks) }
  await setClocks(tx, { tenant, ticket, ...kept })
  return reading.clocks
}
