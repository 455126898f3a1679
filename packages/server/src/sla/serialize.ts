import type { PromiseReceipt, PromiseSummary } from '@aftercare/protocol'
import type { SlaClock } from '@aftercare/protocol/sla'
import { latestRuns } from './read-ticket-clocks.ts'

const instant = (milliseconds: number) => new Date(milliseconds).toISOString()

/** A running clock whose due instant has come since it was read. */
const stateOf = (clock: SlaClock, now: number): SlaClock['state'] =>
  clock.state === 'running' && clock.due <= now ? 'breached' : clock.state

const dueOf = (clock: SlaClock): string | null => ('due' in clock ? instant(clock.due) : null)

/** The promises that count now, as lists show them. */
export function serializePromises(clocks: readonly SlaClock[], now: number): PromiseSummary[] {
  return latestRuns(clocks).map((clock) => ({ clock: clock.clock, state: stateOf(clock, now), due: dueOf(clock) }))
}

/** Every run of every clock, with what was promised and what became of it. */
export function serializeReceipt(clocks: readonly SlaClock[], now: number): PromiseReceipt[] {
  return clocks.map((clock) => {
    const stoppedAt = 'stoppedAt' in clock ? clock.stoppedAt : null
    return {
      clock: clock.clock,
      generation: clock.generation,
      state: stateOf(clock, now),
      startedAt: instant(clock.startedAt),
      target: 'target' in clock ? clock.target : null,
      due: dueOf(clock),
      remaining: clock.state === 'paused' || clock.state === 'met' ? clock.remaining : null,
      pausedSince: clock.state === 'paused' ? instant(clock.since) : null,
      pausedBecause: clock.state === 'paused' ? clock.because : null,
      stoppedAt: stoppedAt === null ? null : instant(stoppedAt),
      beyondData: clock.beyondData,
    }
  })
}
