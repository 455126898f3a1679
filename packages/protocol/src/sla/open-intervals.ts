import type { Calendar, Span, Weekday } from './calendar-schema.ts'
import { zoneOffsets } from './zone-offsets.ts'

const minute = 60_000
const day = 86_400_000

/** In the order of `Date.prototype.getUTCDay`. */
const weekdays = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const satisfies readonly Weekday[]

/**
 * The instants at which a calendar is open, as half-open intervals that neither touch nor overlap. Interval `i` goes
 * from `opens[i]` to `closes[i]`, and `before[i]` milliseconds are open in all intervals before it.
 */
export interface OpenIntervals {
  readonly opens: readonly number[]
  readonly closes: readonly number[]
  readonly before: readonly number[]
  /** Makes sure that every interval of the years around an instant is there. */
  cover(instant: number): void
  /** Adds the year after the last one. */
  extend(): void
  /** The end, in instants, of the last year whose holidays are known. */
  readonly knownUntil: number
}

/** First and last year that a calendar is asked about; a due instant further off is a mistake in a target. */
const years = { first: 1900, last: 2500 }

/**
 * The index of a calendar, made year by year as far as it is asked for and then kept. A span opens at the first and
 * closes at the second occurrence of a local time that an overlap repeats; a local time that a gap skips is the
 * gap's end, so that a span within the gap, or on a day that the zone never had, is no time at all.
 */
export function openIntervals(calendar: Calendar): OpenIntervals {
  const zone = zoneOffsets(calendar.zone)
  const hours = hoursOf(calendar)
  const opens: number[] = []
  const closes: number[] = []
  const before: number[] = []
  let low = 0
  let high = -1

  function appendDay(midnight: number): void {
    for (const { from, to } of hours(midnight)) {
      const opening = zone.first(midnight + from)
      const closing = zone.last(midnight + to)
      const last = closes.length - 1
      if (last >= 0 && opening <= closes[last]!) {
        closes[last] = closing
      } else if (opening < closing) {
        before.push(last < 0 ? 0 : before[last]! + closes[last]! - opens[last]!)
        opens.push(opening)
        closes.push(closing)
      }
    }
  }

  function extend(): void {
    if (high >= years.last) throw new RangeError(`Nothing is due after the year ${years.last}`)
    high += 1
    const end = Date.UTC(high + 1, 0, 1)
    for (let midnight = Date.UTC(high, 0, 1); midnight < end; midnight += day) appendDay(midnight)
  }

  function cover(instant: number): void {
    // Local dates are at most a day away from those of UTC; two days leave room for a day that closes late.
    const from = new Date(instant - 2 * day).getUTCFullYear()
    const to = new Date(instant + 2 * day).getUTCFullYear()
    if (!(from >= years.first && to <= years.last)) {
      throw new RangeError(`An instant between ${years.first} and ${years.last} in epoch milliseconds, not ${instant}`)
    }
    if (high < low || from < low) {
      const until = Math.max(high, to)
      for (const list of [opens, closes, before]) list.length = 0
      low = from
      high = low - 1
      while (high < until) extend()
    }
    while (high < to) extend()
  }

  const { holidaysThrough } = calendar
  return {
    opens,
    closes,
    before,
    cover,
    extend,
    knownUntil: holidaysThrough === null ? Number.POSITIVE_INFINITY : zone.first(Date.UTC(holidaysThrough + 1, 0, 1)),
  }
}

interface Stretch {
  readonly from: number
  readonly to: number
}

/** The hours of a local date, given by its midnight, as milliseconds since that midnight. */
function hoursOf({ week, holidays, workingDays }: Calendar): (midnight: number) => readonly Stretch[] {
  const stretches = (spans: readonly Span[]) =>
    spans.map(({ opens, closes }) => ({ from: sinceMidnight(opens), to: sinceMidnight(closes) }))
  const ordinary = weekdays.map((weekday) => stretches(week[weekday]))
  const special = new Map<number, readonly Stretch[]>()
  for (const { date } of holidays) special.set(midnightOf(date), [])
  for (const { date, hours } of workingDays) {
    special.set(midnightOf(date), stretches(typeof hours === 'string' ? week[hours] : hours))
  }
  return (midnight) => special.get(midnight) ?? ordinary[new Date(midnight).getUTCDay()]!
}

const midnightOf = (date: string) => Date.parse(`${date}T00:00:00.000Z`)

function sinceMidnight(clockTime: string): number {
  const [hours, minutes] = clockTime.split(':').map(Number)
  return (hours! * 60 + minutes!) * minute
}
