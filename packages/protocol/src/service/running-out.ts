import { calendarOf } from '../sla/time-left.ts'
import type { ServiceDefinition } from './definition.ts'

const day = 86_400_000

/** A calendar whose holidays are known for a short time only, or no longer. */
export interface RunningOut {
  readonly calendar: string
  /** The last year whose holidays it knows. */
  readonly through: number
  /** Whole days until it has run out; negative once it has. */
  readonly daysLeft: number
}

/**
 * Calendars that promises are counted by and whose holidays run out within so many days: from then on they count
 * ordinary weeks, and every promise says so.
 *
 * @param now milliseconds since 1970
 */
export function calendarsRunningOut(
  definition: Pick<ServiceDefinition, 'version' | 'calendars' | 'priorities' | 'sla'>,
  now: number,
  withinDays = 60,
): readonly RunningOut[] {
  const { calendars, priorities, sla } = definition
  const used = new Set([sla.calendar, ...Object.values(priorities).flatMap(({ calendar }) => calendar ?? [])])
  return [...used].sort().flatMap((id) => {
    const hours = calendars[id]
    if (hours === undefined || hours === '24x7' || hours.holidaysThrough === null) return []
    const daysLeft = Math.floor((calendarOf(definition, id).intervals.knownUntil - now) / day)
    return daysLeft >= withinDays ? [] : [{ calendar: id, through: hours.holidaysThrough, daysLeft }]
  })
}
