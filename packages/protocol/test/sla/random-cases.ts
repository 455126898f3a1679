import { advance, businessCalendar, type Calendar, elapsed, nextOpening, type Span } from '@aftercare/protocol/sla'

export { seeded } from '../seeded.ts'

import { minuteOracle, type OffsetCache, type Oracle } from './oracle.ts'

/** Zones whose clocks do something of their own, and some that do not. */
export const zones = [
  'Africa/Cairo',
  'Africa/Casablanca', // back for Ramadan
  'Africa/El_Aaiun',
  'America/Caracas', // half an hour, 2007 to 2016
  'America/Havana', // changes at midnight
  'America/New_York',
  'America/Nuuk',
  'America/Santiago',
  'America/Sao_Paulo', // no midnight on the first day of summer, until 2018
  'America/St_Johns', // changed at 00:01
  'Antarctica/Troll', // two hours
  'Asia/Amman',
  'Asia/Beirut',
  'Asia/Gaza',
  'Asia/Kathmandu', // +05:45
  'Asia/Kolkata',
  'Asia/Pyongyang', // 2015 and 2018
  'Asia/Shanghai',
  'Asia/Tehran',
  'Asia/Tokyo',
  'Atlantic/Azores',
  'Australia/Lord_Howe', // half an hour
  'Europe/Berlin',
  'Europe/Dublin',
  'Europe/London',
  'Europe/Moscow',
  'Pacific/Apia', // no 30 December 2011
  'Pacific/Auckland',
  'Pacific/Chatham', // +12:45
  'Pacific/Kwajalein', // no 21 August 1993
  'Pacific/Norfolk',
  'UTC',
] as const

const day = 86_400_000
const minute = 60_000

export type Random = () => number

export const below = (random: Random, limit: number) => Math.floor(random() * limit)
const pick = <T>(random: Random, list: readonly T[]): T => list[below(random, list.length)]!

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** Up to four spans, half of whose ends lie around `hot`, a minute of the day at which a clock changes. */
function someSpans(random: Random, hot: number): Span[] {
  const style = random()
  if (style < 0.15) {
    return [
      { opens: '09:00', closes: '12:30' },
      { opens: '13:30', closes: '18:00' },
    ]
  }
  if (style < 0.2) return [{ opens: '00:00', closes: '24:00' }]
  const count = 1 + below(random, 4)
  const times = new Set<number>()
  while (times.size < 2 * count) {
    const near = Math.min(1440, Math.max(0, hot + 15 * (below(random, 11) - 5)))
    times.add(random() < 0.5 ? near : below(random, 1441))
  }
  const ordered = [...times].sort((a, b) => a - b).map(clock)
  return Array.from({ length: count }, (_, index) => ({ opens: ordered[2 * index]!, closes: ordered[2 * index + 1]! }))
}

const dateAt = (instant: number) => new Date(instant).toISOString().slice(0, 10)

function someCalendar(random: Random, zone: string, from: number, to: number, hot: number): Calendar {
  const ordinary = someSpans(random, hot)
  const other = random() < 0.4 ? someSpans(random, hot) : ordinary
  // Clocks change on Sundays: weekends are worked more often than in life.
  const weekend = random() < 0.8 ? someSpans(random, hot) : []
  const days = new Map<string, 'holiday' | 'worked'>()
  for (let left = below(random, 9); left > 0; left--) {
    const start = from + below(random, to - from)
    const kind = random() < 0.7 ? 'holiday' : 'worked'
    const length = kind === 'worked' || random() < 0.6 ? 1 : 8
    for (let next = 0; next < length; next++) days.set(dateAt(start + next * day), kind)
  }
  const dated = (kind: string) => [...days].filter(([, each]) => each === kind).map(([date]) => ({ date, name: kind }))
  const lastYear = Math.max(...[...days.keys()].map((date) => Number(date.slice(0, 4))))
  return {
    zone,
    week: {
      monday: ordinary,
      tuesday: ordinary,
      wednesday: other,
      thursday: ordinary,
      friday: random() < 0.2 ? [] : ordinary,
      saturday: weekend,
      sunday: random() < 0.8 ? weekend : [],
    },
    holidays: dated('holiday'),
    workingDays: dated('worked').map((each) => ({
      ...each,
      hours: random() < 0.5 ? 'monday' : someSpans(random, hot),
    })),
    holidaysThrough: days.size === 0 ? null : lastYear,
  }
}

/** An hour, by its first minute, in which the zone's clock changes, where it has changes in that year. */
function changeIn(random: Random, zone: string, year: number, offsets: OffsetCache): number | undefined {
  const start = Date.UTC(year, 0, 1) / minute
  const changes = (from: number, step: number, count: number) =>
    Array.from({ length: count }, (_, index) => from + index * step).filter(
      (at) => offsets.at(zone, at) !== offsets.at(zone, at + step),
    )
  const days = changes(start, 1440, 365)
  return days.length === 0 ? undefined : changes(pick(random, days), 60, 24)[0]
}

const skippedDays: Record<string, number> = {
  'Pacific/Apia': Date.UTC(2011, 11, 30),
  'Pacific/Kwajalein': Date.UTC(1993, 7, 21),
}

/** A calendar, and some weeks in which every minute has been looked at. */
export interface Window {
  readonly calendar: Calendar
  readonly oracle: Oracle
}

/** Most windows lie around a change of the zone's clock; `calendars` by zone stand in for random ones at times. */
export function someWindow(
  random: Random,
  zone: string,
  offsets: OffsetCache,
  calendars: readonly Calendar[] = [],
): Window {
  const given = calendars.filter((calendar) => calendar.zone === zone)
  const real = given.length > 0 && random() < 0.7 ? pick(random, given) : undefined
  const year = real ? 2018 + below(random, 10) : 1985 + below(random, 55)
  const skipped = random() < 0.4 ? skippedDays[zone] : undefined
  const change = random() < 0.7 ? changeIn(random, zone, year, offsets) : undefined
  const around = change === undefined ? undefined : Math.floor((change * minute) / day) * day
  const center = skipped ?? around ?? Date.UTC(year, 0, 1) + below(random, 365) * day
  // The local time that the hour after the change shows: what is repeated begins there, what is skipped ends.
  const hot = change === undefined ? 120 : (change + 60 + offsets.at(zone, change + 60) + 1440) % 1440
  const from = center - (1 + below(random, 14)) * day
  const to = from + (20 + below(random, 21)) * day
  const calendar = real ?? someCalendar(random, zone, from, to, hot)
  return { calendar, oracle: minuteOracle(calendar, from, to, offsets) }
}

/** Compares case after case inside a window; a difference is said in words, with what it takes to repeat it. */
export function* compare({ calendar, oracle }: Window, random: Random, cases: number): Generator<string | undefined> {
  const business = businessCalendar(calendar)
  const total = oracle.elapsed(oracle.from, oracle.to)
  const through = calendar.holidaysThrough ?? Number.POSITIVE_INFINITY
  const difference = (call: string, got: unknown, wanted: unknown) =>
    `${call} is ${JSON.stringify(got)} and not ${JSON.stringify(wanted)}; calendar ${JSON.stringify(calendar)}`
  for (let done = 0; done < cases; ) {
    const start = someInstant(random, oracle)
    const kind = random()
    if (kind < 0.6) {
      // Of every size: from a millisecond to all that is open in the window.
      const remaining = random() < 0.01 ? 0 : Math.floor(Math.exp(random() * Math.log(Math.max(2, total))))
      const rounded = random() < 0.5 ? remaining : Math.ceil(remaining / minute) * minute
      const due = oracle.advance(start, rounded)
      if (due === undefined) continue
      const wanted = { instant: due, beyondData: oracle.isAfterYear(due, through) }
      const got = advance(business, start, rounded)
      const same = got.instant === wanted.instant && got.beyondData === wanted.beyondData
      yield same ? undefined : difference(`advance(${start}, ${rounded})`, got, wanted)
    } else if (kind < 0.85) {
      const end = someInstant(random, oracle)
      const got = elapsed(business, start, end)
      const wanted = { ms: oracle.elapsed(start, end), beyondData: oracle.isAfterYear(end, through) }
      const same = got.ms === wanted.ms && got.beyondData === wanted.beyondData
      yield same ? undefined : difference(`elapsed(${start}, ${end})`, got, wanted)
    } else {
      const opening = oracle.nextOpening(start)
      if (opening === undefined) continue
      const wanted = { instant: opening, beyondData: oracle.isAfterYear(opening, through) }
      const got = nextOpening(business, start)
      const same = got.instant === wanted.instant && got.beyondData === wanted.beyondData
      yield same ? undefined : difference(`nextOpening(${start})`, got, wanted)
    }
    done += 1
  }
}

/** Half of them at a whole minute, which is where spans begin and end. */
function someInstant(random: Random, { from, to }: Oracle): number {
  const instant = from + below(random, to - from)
  return random() < 0.5 ? instant : instant - (instant % minute)
}
