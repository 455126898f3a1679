import type { Priority } from '@aftercare/protocol'
import { type SlaClock, type SlaReading, thresholdKey } from '@aftercare/protocol/sla'
import type { CompiledService } from '../service/compiled-service.ts'
import type { Queryable } from '../storage/prepared.ts'
import { wholeHistory } from '../tickets/history/store.ts'
import { type ClockedEntry, nextDue, readTicketClocks } from './read-ticket-clocks.ts'
import { firedOf, setClocks } from './store.ts'

/** A threshold that was passed and not yet told of is told of at once. */
const due = (reading: SlaReading, now: number) => (reading.newlyPassed.length > 0 ? now : reading.wakeAt)

/** What is kept of a reading beside its ticket. */
const kept = (reading: SlaReading, now: number) => ({
  clocks: JSON.stringify(reading.clocks),
  wakeAt: due(reading, now),
  nextDueAt: nextDue(reading.clocks),
})

/** The clocks of a ticket that is just being raised, from the entries that are about to be written. */
export function firstClocks(
  of: { priority: Priority | null; service: CompiledService; now: number },
  history: readonly ClockedEntry[],
) {
  const reading = readTicketClocks(of.service, of.priority, history, of.now, new Set())
  const { clocks, wakeAt, nextDueAt } = kept(reading, of.now)
  return { clocks: reading.clocks, columns: { clocks, clocks_wake_at: wakeAt, next_due_at: nextDueAt } }
}

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
  await setClocks(tx, { tenant, ticket, ...kept(reading, now) })
  return reading.clocks
}
