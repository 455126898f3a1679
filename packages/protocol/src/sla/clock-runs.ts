import type { Priority } from '../tickets/ticket.ts'
import type { TicketStatus } from '../tickets/ticket-status.ts'

/** The three promises: the first answer, the answer to each later message, and the solution. */
export const clockNames = ['first_response', 'next_response', 'resolution'] as const
export type ClockName = (typeof clockNames)[number]

/** What a ticket's history says to the clocks; `at` in epoch milliseconds. Internal notes say nothing. */
export type SlaEvent = { readonly at: number } & (
  | { readonly type: 'raised' }
  | { readonly type: 'prioritized'; readonly priority: Priority }
  /** A message by the customer's side; a rejection with its reason is one as well. */
  | { readonly type: 'requester_wrote' }
  /** A reply to the requester by any channel of the provider. */
  | { readonly type: 'agent_replied' }
  | { readonly type: 'status_changed'; readonly status: Exclude<TicketStatus, 'closed'> }
  | { readonly type: 'closed'; readonly reason: 'verified' | 'silence' | 'merged' | 'withdrawn' | 'spam' }
  /** The provider names the date (epoch milliseconds) of a solution whose priority has no target. */
  | { readonly type: 'date_named'; readonly date: number }
)

/** Statuses in which a ticket may wait; `waiting_on_requester` alone unless a policy lists others. */
export type PausingStatus = Exclude<TicketStatus, 'resolved' | 'closed'>

/** One run of a clock: generation 1, 2, … of the same promise, each with the full target. */
export interface ClockRun {
  readonly clock: ClockName
  readonly generation: number
  readonly startedAt: number
  /** `kept`: what was promised has been given, in time or late; `dropped`: nobody waits for it any more. */
  readonly stopped: { readonly at: number; readonly how: 'kept' | 'dropped' } | null
  readonly named: { readonly at: number; readonly date: number } | null
}

/** A stretch in which no clock counts; `to` is null while it lasts. */
export interface Pause {
  readonly from: number
  readonly to: number | null
  readonly status: PausingStatus
}

export interface ClockHistory {
  readonly runs: readonly ClockRun[]
  readonly pauses: readonly Pause[]
  /** The last one given, null before triage. */
  readonly priority: Priority | null
}

/**
 * Reads a history in the order in which it is given, as far as it had happened `until` then. An event that says to be
 * older than the one before it (two servers, two clocks) counts as simultaneous with it.
 */
export function readHistory(
  history: readonly SlaEvent[],
  pausing: readonly PausingStatus[],
  until: number,
): ClockHistory {
  const runs: ClockRun[] = []
  const pauses: Pause[] = []
  let priority: Priority | null = null
  const ticket: { status: TicketStatus } = { status: 'new' }

  const lastIndex = (clock: ClockName) => runs.findLastIndex((run) => run.clock === clock)
  const isRunning = (clock: ClockName) => runs[lastIndex(clock)]?.stopped === null
  function start(clock: ClockName, at: number): void {
    const generation = (runs[lastIndex(clock)]?.generation ?? 0) + 1
    runs.push({ clock, generation, startedAt: at, stopped: null, named: null })
  }
  function stop(clocks: readonly ClockName[], at: number, how: 'kept' | 'dropped'): void {
    for (const clock of clocks) {
      if (isRunning(clock)) runs[lastIndex(clock)] = { ...runs[lastIndex(clock)]!, stopped: { at, how } }
    }
  }
  function reopen(at: number): void {
    start('resolution', at)
    // An answer that was given up with the ticket is owed again.
    for (const clock of ['first_response', 'next_response'] as const) {
      if (runs[lastIndex(clock)]?.stopped?.how === 'dropped') start(clock, at)
    }
  }
  function turn(to: TicketStatus, at: number): void {
    const wasDone = ticket.status === 'resolved' || ticket.status === 'closed'
    const pause = pauses.at(-1)
    if (pause?.to === null) pauses[pauses.length - 1] = { ...pause, to: at }
    if (to !== 'resolved' && to !== 'closed') {
      if (wasDone) reopen(at)
      if (pausing.includes(to)) pauses.push({ from: at, to: null, status: to })
    }
    ticket.status = to
  }

  let at = Number.NEGATIVE_INFINITY
  for (const event of history) {
    at = Math.max(at, event.at)
    if (at > until) break
    switch (event.type) {
      case 'raised':
        start('first_response', at)
        start('resolution', at)
        break
      case 'prioritized':
        priority = event.priority
        break
      case 'requester_wrote':
        if (ticket.status !== 'closed' && !isRunning('first_response') && !isRunning('next_response'))
          start('next_response', at)
        break
      case 'agent_replied':
        stop(['first_response', 'next_response'], at, 'kept')
        break
      case 'status_changed':
        // Saying that it is solved is an answer too.
        if (event.status === 'resolved') stop(clockNames, at, 'kept')
        turn(event.status, at)
        break
      case 'closed':
        stop(clockNames, at, event.reason === 'verified' || event.reason === 'silence' ? 'kept' : 'dropped')
        turn('closed', at)
        break
      case 'date_named':
        if (isRunning('resolution')) {
          const index = lastIndex('resolution')
          runs[index] = { ...runs[index]!, named: { at, date: event.date } }
        }
        break
    }
  }
  return { runs, pauses, priority }
}
