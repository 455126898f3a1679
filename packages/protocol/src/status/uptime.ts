import { zoneOffsets } from '../sla/zone-offsets.ts'
import { type ComponentStatus, componentStatuses } from './statuspage.ts'

/** A stretch of time in which a component was said to be in a state; several may overlap. Milliseconds since the epoch. */
export interface Spell {
  readonly state: ComponentStatus
  readonly from: number
  /** The first instant after it. */
  readonly until: number
}

export interface UptimeDay {
  /** `YYYY-MM-DD` in the zone. */
  readonly date: string
  /** Of the part of the day that was watched, from 0 to 1; null where none was. */
  readonly uptime: number | null
  /** The worst state of the day. */
  readonly worst: ComponentStatus
}

export interface Uptime {
  /** Of all that was watched; null where nothing was. */
  readonly uptime: number | null
  /** The oldest first. */
  readonly days: readonly UptimeDay[]
}

const day = 86_400_000

/** How much of a service is missing: a part of it is out for some, as Statuspage counts. Maintenance is announced, and slow is not out. */
const missing: Readonly<Record<ComponentStatus, number>> = {
  operational: 0,
  under_maintenance: 0,
  degraded_performance: 0,
  partial_outage: 0.3,
  major_outage: 1,
}

/** The worst of several states; operational where there is none. */
export const worstOf = (states: readonly ComponentStatus[]): ComponentStatus =>
  componentStatuses.findLast((state) => states.includes(state)) ?? 'operational'

/**
 * Uptime by local days, today's among them: a day is as long as it was, an hour shorter or longer where the clocks changed. At
 * each instant the worst that was said counts.
 *
 * @param of.since the instant from which the component is watched
 * @throws RangeError for a zone that the runtime does not know
 */
export function uptimeOf(of: {
  readonly spells: readonly Spell[]
  readonly since: number
  readonly now: number
  readonly zone: string
  readonly days: number
}): Uptime {
  const { since, now } = of
  const offsets = zoneOffsets(of.zone)
  const today = localDay(now, of.zone)
  let [watched, lost] = [0, 0]
  const days = Array.from({ length: of.days }, (_, index): UptimeDay => {
    const local = today - (of.days - 1 - index) * day
    const date = new Date(local).toISOString().slice(0, 10)
    const from = Math.max(since, offsets.first(local))
    const until = Math.min(now, offsets.first(local + day))
    if (until <= from) return { date, uptime: null, worst: 'operational' }
    const spells = of.spells.filter((spell) => spell.from < until && spell.until > from)
    const out = outage(spells, from, until)
    watched += until - from
    lost += out
    return { date, uptime: 1 - out / (until - from), worst: worstOf(spells.map(({ state }) => state)) }
  })
  return { uptime: watched === 0 ? null : 1 - lost / watched, days }
}

/** When a period of so many days begins, today's among them. */
export const uptimeBegins = (now: number, zone: string, days: number): number =>
  zoneOffsets(zone).first(localDay(now, zone) - (days - 1) * day)

/** Milliseconds of outage between two instants, weighed. */
function outage(spells: readonly Spell[], from: number, until: number): number {
  const within = (instant: number) => Math.min(until, Math.max(from, instant))
  const cuts = [...new Set(spells.flatMap((spell) => [within(spell.from), within(spell.until)]))].sort((a, b) => a - b)
  return cuts.reduce((sum, cut, index) => {
    const end = cuts[index + 1] ?? cut
    const said = spells.filter((spell) => spell.from <= cut && spell.until > cut).map(({ state }) => state)
    return sum + (end - cut) * missing[worstOf(said)]
  }, 0)
}

/** The local day of an instant, as the epoch milliseconds at which it begins in UTC. */
function localDay(instant: number, timeZone: string): number {
  const format = { timeZone, calendar: 'gregory', numberingSystem: 'latn' } as const
  const parts = new Intl.DateTimeFormat('en-US', { ...format, year: 'numeric', month: 'numeric', day: 'numeric' })
  const [month, date, year] = parts.format(instant).match(/\d+/g)!.map(Number)
  return Date.UTC(year!, month! - 1, date)
}
