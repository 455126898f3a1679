import { advance, type BusinessCalendar, type CalendarInstant, elapsed } from './calendar.ts'
import type { ClockRun, Pause } from './clock-runs.ts'
import type { SlaClock, SlaTarget, Threshold } from './sla-clock.ts'

const minute = 60_000

interface RunInput {
  readonly run: ClockRun
  readonly pauses: readonly Pause[]
  readonly target: SlaTarget
  /** Ascending. */
  readonly shares: readonly number[]
  readonly calendar: BusinessCalendar
  readonly now: number
}

interface RunReading {
  readonly clock: SlaClock
  /** Shares that will be passed if nothing happens, the next one first. */
  readonly upcoming: readonly Threshold[]
}

/** Where one run of a clock stands; undefined where the policy promises nothing. */
export function readRun({ run, pauses, target, shares, calendar, now }: RunInput): RunReading | undefined {
  const { clock, generation, startedAt, stopped } = run
  const minutes = promisedMinutes(run, target)
  if (minutes === undefined) return undefined
  const base = { clock, generation, startedAt }
  const named = minutes === null ? run.named : null
  if (minutes === null && named === null) {
    const stoppedAt = stopped?.at ?? null
    return { clock: { ...base, state: 'undated', stoppedAt, passed: [], next: null, beyondData: false }, upcoming: [] }
  }

  const amount = named ? Math.max(0, named.date - named.at) : minutes! * minute
  const counter = named ? aroundTheClock : businessTime(calendar)
  const stretches = countedStretches(named?.at ?? startedAt, stopped?.at ?? null, pauses)

  const reached = shares.flatMap((share): Threshold[] => {
    const at = reach(stretches, counter, Math.round(amount * share))?.instant
    return at === undefined ? [] : [{ clock, generation, share, at }]
  })
  const upcoming = reached.filter(({ at }) => at > now)
  const due = reach(stretches, counter, amount)
  const counts = stretches.map(({ from, to }) => counter.elapsed(from, to ?? now))
  const counted = counts.reduce((sum, { ms }) => sum + ms, 0)
  const reading = {
    ...base,
    target: amount,
    passed: reached.filter(({ at }) => at <= now),
    next: upcoming[0] ?? null,
    beyondData: due?.beyondData === true || counts.some(({ beyondData }) => beyondData),
  }
  const remaining = Math.max(0, amount - counted)

  function read(): SlaClock {
    if (stopped?.how === 'dropped') return { ...reading, state: 'dropped', stoppedAt: stopped.at }
    if (due && due.instant <= now) {
      const overdue = Math.max(0, counted - amount)
      return { ...reading, state: 'breached', due: due.instant, overdue, stoppedAt: stopped?.at ?? null }
    }
    if (stopped) return { ...reading, state: 'met', remaining, stoppedAt: stopped.at }
    if (due) return { ...reading, state: 'running', due: due.instant, remaining }
    const pause = pauses.at(-1)!
    return { ...reading, state: 'paused', remaining, since: pause.from, because: pause.status }
  }
  return { clock: read(), upcoming }
}

/** When so much has been counted; undefined where the clock stands still or was stopped before. */
function reach(stretches: readonly Stretch[], counter: Counter, wanted: number): CalendarInstant | undefined {
  let left = wanted
  for (const { from, to } of stretches) {
    if (to === null) return counter.advance(from, left)
    const counted = counter.elapsed(from, to).ms
    if (counted >= left) {
      const found = counter.advance(from, left)
      if (found.instant < to) return found
    }
    left -= counted
  }
  return undefined
}

/** Business minutes of a promise; null where a date is to be named, undefined where there is none. */
function promisedMinutes({ clock }: ClockRun, target: SlaTarget): number | null | undefined {
  if (clock === 'first_response') return target.firstResponse
  return clock === 'next_response' ? target.nextResponse : target.resolution
}

interface Stretch {
  readonly from: number
  /** Null while it lasts. */
  readonly to: number | null
}

/** From the start to the stop without the pauses: an event at the end of a stretch comes before what it would reach. */
function countedStretches(start: number, stop: number | null, pauses: readonly Pause[]): Stretch[] {
  const stretches: Stretch[] = []
  let from = start
  for (const pause of pauses) {
    if (stop !== null && pause.from >= stop) break
    if (pause.from > from) stretches.push({ from, to: pause.from })
    if (pause.to === null) return stretches
    from = Math.max(from, pause.to)
  }
  if (stop === null || from < stop) stretches.push({ from, to: stop })
  return stretches
}

interface Counter {
  advance(start: number, remaining: number): CalendarInstant
  elapsed(from: number, to: number): { readonly ms: number; readonly beyondData: boolean }
}

const businessTime = (calendar: BusinessCalendar): Counter => ({
  advance: (start, remaining) => advance(calendar, start, remaining),
  elapsed: (from, to) => elapsed(calendar, from, to),
})

/** A date that was named is a date: hours and holidays have no say in it. */
const aroundTheClock: Counter = {
  advance: (start, remaining) => ({ instant: start + remaining, beyondData: false }),
  elapsed: (from, to) => ({ ms: Math.max(0, to - from), beyondData: false }),
}
