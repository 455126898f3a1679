import type { Calendar } from './calendar-schema.ts'
import { type OpenIntervals, openIntervals } from './open-intervals.ts'
import { lastAtMost } from './zone-offsets.ts'

/**
 * A calendar made ready for computing: what `Intl` said about its zone and the hours of each day are kept in it.
 * Make one per calendar and keep it.
 */
export interface BusinessCalendar {
  readonly definition: Calendar
  readonly intervals: OpenIntervals
}

/** An instant in epoch milliseconds. `beyondData`: it lies after the last year whose holidays the calendar knows. */
export interface CalendarInstant {
  readonly instant: number
  readonly beyondData: boolean
}

/** Takes a definition that its schema has accepted; throws a RangeError for a zone that this runtime does not know. */
export function businessCalendar(definition: Calendar): BusinessCalendar {
  return { definition, intervals: openIntervals(definition) }
}

/**
 * The earliest instant by which `remaining` business milliseconds have passed since `start` (epoch milliseconds).
 * What ends exactly with a working day is due at its close, not at the next opening; nothing remaining is due at
 * `start`. Throws a RangeError for negative or fractional numbers and for what would be due after the year 2500.
 */
export function advance({ intervals }: BusinessCalendar, start: number, remaining: number): CalendarInstant {
  if (!Number.isSafeInteger(remaining) || remaining < 0) {
    throw new RangeError(`Remaining business time is a whole number of milliseconds from 0, not ${remaining}`)
  }
  const { opens, closes, before, knownUntil } = intervals
  const passed = openBefore(intervals, start)
  if (remaining === 0) return { instant: start, beyondData: start > knownUntil }
  const wanted = passed + remaining
  const total = () => (opens.length === 0 ? 0 : before.at(-1)! + closes.at(-1)! - opens.at(-1)!)
  while (total() < wanted) intervals.extend()
  // The last interval before which less is open than wanted holds the instant.
  const index = lastAtMost(before, wanted - 1)
  const instant = opens[index]! + wanted - before[index]!
  return { instant, beyondData: instant > knownUntil }
}

/**
 * Business milliseconds from one instant to another, 0 where `to` is not later. `beyondData`: `to` lies after the
 * last year whose holidays the calendar knows.
 */
export function elapsed(
  { intervals }: BusinessCalendar,
  from: number,
  to: number,
): { readonly ms: number; readonly beyondData: boolean } {
  const beyondData = to > intervals.knownUntil
  if (to <= from) return { ms: 0, beyondData }
  // The later one may renew the index: both are read from the same.
  intervals.cover(from)
  return { ms: openBefore(intervals, to) - openBefore(intervals, from), beyondData }
}

/** When people are back: `instant` itself while the calendar is open, else the next opening. */
export function nextOpening({ intervals }: BusinessCalendar, instant: number): CalendarInstant {
  const { opens, closes, knownUntil } = intervals
  intervals.cover(instant)
  const index = lastAtMost(opens, instant)
  const open = index >= 0 && instant < closes[index]!
  while (!open && index + 1 >= opens.length) intervals.extend()
  const found = open ? instant : opens[index + 1]!
  return { instant: found, beyondData: found > knownUntil }
}

/** Open milliseconds of the index before an instant. */
function openBefore(intervals: OpenIntervals, instant: number): number {
  intervals.cover(instant)
  const { opens, closes, before } = intervals
  const index = lastAtMost(opens, instant)
  return index < 0 ? 0 : before[index]! + Math.min(instant, closes[index]!) - opens[index]!
}
