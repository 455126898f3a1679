// What is open, found the slow way: minute after minute, from what the local clock shows. Shares no code with
// what it judges, not even the way in which offsets are asked for.
import type { Calendar } from '@aftercare/protocol/sla'

const perDay = 24 * 60
/** Minutes looked at on both sides of a window: a zone may repeat or skip a whole day. */
const margin = 2 * perDay + 60

export interface Oracle {
  /** Epoch milliseconds; answers that would need a minute outside the window are `undefined`. */
  readonly from: number
  readonly to: number
  isOpen(instant: number): boolean
  /** Steps until `remaining` open milliseconds that `counts` admits (all, unless told) have passed. */
  advance(start: number, remaining: number, counts?: (minute: number) => boolean): number | undefined
  /** Open milliseconds between two instants, of the minutes that `counts` admits. */
  elapsed(from: number, to: number, counts?: (minute: number) => boolean): number
  nextOpening(instant: number): number | undefined
  /** Whether the millisecond before an instant belongs to a local year later than `year`. */
  isAfterYear(instant: number, year: number): boolean
}

/** Offsets in minutes by zone and hour or minute, as `Intl` names them. */
export class OffsetCache {
  #formats = new Map<string, Intl.DateTimeFormat>()
  #offsets = new Map<string, Map<number, number>>()

  at(zone: string, minute: number): number {
    const known = this.#offsets.get(zone) ?? new Map<number, number>()
    this.#offsets.set(zone, known)
    const offset = known.get(minute) ?? this.#ask(zone, minute)
    known.set(minute, offset)
    return offset
  }

  #ask(zone: string, minute: number): number {
    let format = this.#formats.get(zone)
    if (!format) {
      format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
      this.#formats.set(zone, format)
    }
    const name = format.formatToParts(minute * 60_000).find((part) => part.type === 'timeZoneName')?.value ?? ''
    const [, sign, hours, minutes] = /^GMT(?:([+-])(\d\d):(\d\d))?$/.exec(name) ?? assertNever(name)
    return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
  }
}

function assertNever(name: string): never {
  throw new Error(`An offset that is not a whole number of minutes: ${name}`)
}

const names = ['thursday', 'friday', 'saturday', 'sunday', 'monday', 'tuesday', 'wednesday'] as const

/** Spans of a local day (days since 1970-01-01, a Thursday), in minutes of that day. */
function spansOn(calendar: Calendar, dayNumber: number): readonly (readonly [number, number])[] {
  const date = new Date(dayNumber * perDay * 60_000).toISOString().slice(0, 10)
  if (calendar.holidays.some((holiday) => holiday.date === date)) return []
  const worked = calendar.workingDays.find((each) => each.date === date)
  const hours = worked?.hours ?? names[((dayNumber % 7) + 7) % 7]!
  const spans = typeof hours === 'string' ? calendar.week[hours] : hours
  const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
  return spans.map((span) => [minuteOf(span.opens), minuteOf(span.closes)])
}

/** Looks at every minute between two instants that are whole minutes. */
export function minuteOracle(calendar: Calendar, from: number, to: number, offsets: OffsetCache): Oracle {
  const first = from / 60_000 - margin
  const count = (to - from) / 60_000 + 2 * margin
  const local = new Int32Array(count)
  for (let index = 0; index < count; index++) {
    const minute = first + index
    const hour = minute - (((minute % 60) + 60) % 60)
    const ahead = offsets.at(calendar.zone, hour)
    const offset = ahead === offsets.at(calendar.zone, hour + 60) ? ahead : offsets.at(calendar.zone, minute)
    local[index] = minute + offset
  }
  // The latest local time shown so far, and the earliest that will be shown from here on.
  const latest = new Int32Array(count)
  const earliest = new Int32Array(count)
  for (let index = 0; index < count; index++) latest[index] = Math.max(local[index]!, latest[index - 1] ?? -(2 ** 31))
  for (let index = count - 1; index >= 0; index--) {
    earliest[index] = Math.min(local[index]!, earliest[index + 1] ?? 2 ** 31 - 1)
  }
  const spans = new Map<number, readonly (readonly [number, number])[]>()
  const open = new Uint8Array(count)
  for (let index = 0; index + 1 < count; index++) {
    const lastDay = Math.floor(latest[index]! / perDay)
    for (let day = Math.floor(earliest[index]! / perDay) - 1; day <= lastDay; day++) {
      if (!spans.has(day)) spans.set(day, spansOn(calendar, day))
      for (const [opens, closes] of spans.get(day) ?? []) {
        const begun = latest[index]! >= day * perDay + opens
        const ended = local[index]! >= day * perDay + closes && earliest[index + 1]! > day * perDay + closes
        if (begun && !ended) open[index] = 1
      }
    }
  }

  const last = count - margin
  const indexOf = (instant: number) => Math.floor(instant / 60_000) - first
  return {
    from,
    to,
    isOpen: (instant) => open[indexOf(instant)] === 1,
    advance(start, remaining, counts) {
      if (remaining === 0 && !counts) return start
      for (let index = indexOf(start); index < last; index++) {
        if (open[index] === 0 || counts?.(first + index) === false) continue
        const begin = Math.max(start, (first + index) * 60_000)
        const available = (first + index + 1) * 60_000 - begin
        if (remaining <= available) return begin + remaining
        remaining -= available
      }
      return undefined
    },
    elapsed(begin, end, counts) {
      let passed = 0
      if (end <= begin) return passed
      for (let index = indexOf(begin); (first + index) * 60_000 < end; index++) {
        if (open[index] === 0 || counts?.(first + index) === false) continue
        passed += Math.min(end, (first + index + 1) * 60_000) - Math.max(begin, (first + index) * 60_000)
      }
      return passed
    },
    nextOpening(instant) {
      for (let index = indexOf(instant); index < last; index++) {
        if (open[index] === 1) return Math.max(instant, (first + index) * 60_000)
      }
      return undefined
    },
    isAfterYear: (instant, year) => new Date(local[indexOf(instant - 1)]! * 60_000).getUTCFullYear() > year,
  }
}
