const second = 1000
const day = 86_400_000

/**
 * The local clock of one IANA zone. A local time is written as the epoch milliseconds at which a clock in UTC
 * would show it.
 */
export interface ZoneOffsets {
  /** The first instant at which the local clock shows `local`; where a gap skips it, the end of the gap. */
  first(local: number): number
  /** The last instant at which the local clock shows `local`; where a gap skips it, the end of the gap. */
  last(local: number): number
}

/**
 * Reads a zone's transitions from `Intl`, as far as they are asked for, and keeps them: finding an instant then costs
 * a binary search and no formatting. Throws a RangeError for a zone that the runtime does not know.
 */
export function zoneOffsets(zone: string): ZoneOffsets {
  const offsetAt = offsetReader(zone)
  /** Piece `i` begins at the instant `from[i]` and has `offset[i]`; scanned from `low` up to `high`. */
  let from: number[] = []
  let offset: number[] = []
  let low = 0
  let high = 0

  /** The transition between two instants of different offset: no zone changes twice within a day. */
  function transition(before: number, after: number): number {
    const earlier = offsetAt(before)
    let [a, b] = [before / second, after / second]
    while (b - a > 1) {
      const middle = Math.floor((a + b) / 2)
      if (offsetAt(middle * second) === earlier) a = middle
      else b = middle
    }
    return b * second
  }

  function cover(start: number, end: number): void {
    if (from.length === 0 || start < low) {
      low = Math.floor(start / day) * day
      end = Math.max(end, high)
      high = low
      from = [low]
      offset = [offsetAt(low)]
    }
    for (; high < end; high += day) {
      const next = offsetAt(high + day)
      if (next === offset.at(-1)) continue
      from.push(transition(high, high + day))
      offset.push(next)
    }
  }

  /** Every instant at which the local clock shows `local`, or the end of the gap: at its ends the first and the last. */
  function instants(local: number): [number, number] {
    // No zone is further from UTC than 16 hours, and none has ever moved by more than a day.
    cover(local - 2 * day, local + 2 * day)
    let piece = lastAtMost(from, local - 2 * day)
    let first: number | undefined
    let last = 0
    for (; piece < from.length && from[piece]! <= local + 2 * day; piece++) {
      const instant = local - offset[piece]!
      if (instant < from[piece]!) {
        // Later than all the piece before had shown, earlier than all that this one will.
        if (first === undefined) return [from[piece]!, from[piece]!]
      } else if (instant < (from[piece + 1] ?? Number.POSITIVE_INFINITY)) {
        first ??= instant
        last = instant
      }
    }
    return [first ?? last, last]
  }

  return { first: (local) => instants(local)[0], last: (local) => instants(local)[1] }
}

/** Index of the last of ascending numbers that is at most `value`, -1 before the first. */
export function lastAtMost(ascending: readonly number[], value: number): number {
  let a = 0
  let b = ascending.length
  while (a < b) {
    const middle = (a + b) >>> 1
    if (ascending[middle]! <= value) a = middle + 1
    else b = middle
  }
  return a - 1
}

function offsetReader(zone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (instant) => {
    const [month, date, year, hour, minute, seconds] = format.format(instant).match(/\d+/g)!.map(Number)
    return Date.UTC(year!, month! - 1, date!, hour!, minute!, seconds!) - Math.floor(instant / second) * second
  }
}
