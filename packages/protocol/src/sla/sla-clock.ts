import type { Priority } from '../tickets/ticket.ts'
import type { BusinessCalendar } from './calendar.ts'
import { type ClockName, type PausingStatus, readHistory, type SlaEvent } from './clock-runs.ts'
import { readRun } from './read-run.ts'

/** Business minutes. */
export interface SlaTarget {
  readonly firstResponse: number
  /** No promise for later messages unless told. */
  readonly nextResponse?: number | undefined
  /** Null: the provider names a date, and the clock starts with it. */
  readonly resolution: number | null
}

export interface SlaPolicy {
  readonly targets: Readonly<Record<Priority, SlaTarget>>
  /** Whose targets hold until triage has set a priority. */
  readonly untriaged: Priority
  /** Statuses in which clocks stand still: `['waiting_on_requester']` unless told. */
  readonly pauses?: readonly PausingStatus[] | undefined
  /** Shares of a target that are worth an event: under 1 a warning, over 1 what follows a breach. 1 always is. */
  readonly thresholds: readonly number[]
}

/** A share of a target and the instant at which a clock passes it. Its `thresholdKey` is unique for a ticket. */
export interface Threshold {
  readonly clock: ClockName
  readonly generation: number
  readonly share: number
  readonly at: number
}

/**
 * Where one promise stands. Instants are epoch milliseconds; `target`, `remaining` and `overdue` are business
 * milliseconds, or milliseconds around the clock towards a date that the provider named.
 */
export type SlaClock = {
  readonly clock: ClockName
  readonly generation: number
  readonly startedAt: number
  readonly passed: readonly Threshold[]
  /** The next share to come while the clock runs and nothing happens. */
  readonly next: Threshold | null
  /** Part of this was computed for a year whose holidays the calendar does not know. */
  readonly beyondData: boolean
} /** No date has been named: nothing counts. */ & (
  | { readonly state: 'undated'; readonly stoppedAt: number | null }
  | { readonly state: 'running'; readonly target: number; readonly due: number; readonly remaining: number }
  | {
      readonly state: 'paused'
      readonly target: number
      readonly remaining: number
      readonly since: number
      readonly because: PausingStatus
    }
  | { readonly state: 'met'; readonly target: number; readonly remaining: number; readonly stoppedAt: number }
  | {
      readonly state: 'breached'
      readonly target: number
      readonly due: number
      readonly overdue: number
      /** Null while it is still owed. */
      readonly stoppedAt: number | null
    }
  /** Nobody waits for it any more: merged, withdrawn or spam. */
  | { readonly state: 'dropped'; readonly target: number; readonly stoppedAt: number }
)

export interface SlaReading {
  /** Every run of every clock, in the order in which they began. */
  readonly clocks: readonly SlaClock[]
  /** Passed and not yet fired, oldest first: each is to be fired once. */
  readonly newlyPassed: readonly Threshold[]
  /** When to read again if nothing happens: the first threshold to come that has not fired; null where none is. */
  readonly wakeAt: number | null
}

export interface SlaInput {
  /** In the order in which it happened. */
  readonly history: readonly SlaEvent[]
  /** The one that holds now: it counts for the whole history, as do the last priority and the calendar. */
  readonly policy: SlaPolicy
  readonly calendar: BusinessCalendar
  /** Epoch milliseconds; what happens later in the history has not happened yet. */
  readonly now: number
  /** `thresholdKey`s of what has fired; it stays fired whatever is recounted. */
  readonly fired: ReadonlySet<string>
}

export const thresholdKey = ({ clock, generation, share }: Omit<Threshold, 'at'>) => `${clock}:${generation}:${share}`

/**
 * Reads all clocks of a ticket from its history: a pure function, so that deadlines are never stored as truth and a
 * change of policy, priority or calendar is nothing but another reading. What happens at the very instant at which a
 * threshold would be passed has happened before it: an answer at the due instant is in time.
 */
export function readClocks({ history, policy, calendar, now, fired }: SlaInput): SlaReading {
  const { runs, pauses, priority } = readHistory(history, policy.pauses ?? ['waiting_on_requester'], now)
  const target = policy.targets[priority ?? policy.untriaged]
  const shares = [...new Set([...policy.thresholds, 1])].sort((a, b) => a - b)
  const readings = runs.flatMap((run) => readRun({ run, pauses, target, shares, calendar, now }) ?? [])
  const isNew = (threshold: Threshold) => !fired.has(thresholdKey(threshold))
  const waits = readings.flatMap(({ upcoming }) => upcoming.filter(isNew).map(({ at }) => at))
  return {
    clocks: readings.map(({ clock }) => clock),
    newlyPassed: readings
      .flatMap(({ clock }) => clock.passed)
      .filter(isNew)
      .sort((a, b) => a.at - b.at),
    wakeAt: waits.length === 0 ? null : Math.min(...waits),
  }
}
