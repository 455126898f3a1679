import * as z from 'zod/mini'
import type { DeepReadonly } from '../wire/deep-readonly.ts'

const weekdaySchema = z.enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'])
export type Weekday = z.infer<typeof weekdaySchema>

const clockTime = z
  .string()
  .check(
    z.regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: 'A local time is HH:MM, from 00:00 to 24:00', abort: true }),
  )

/** A half-open stretch of local time: work begins at `opens` and has ended at `closes`. `24:00` is the day's end. */
const spanSchema = z
  .strictObject({ opens: clockTime, closes: clockTime })
  .check(z.refine(({ opens, closes }) => opens < closes, { error: 'A span closes after it opens, on the same day' }))
export type Span = z.infer<typeof spanSchema>

/** The spans of one day in their order; those that touch are as good as one. */
const spansSchema = z.array(spanSchema).check(
  z.maxLength(48),
  z.refine((spans) => spans.every((span, index) => index === 0 || spans[index - 1]!.closes <= span.opens), {
    error: 'The spans of a day stand in order and do not overlap',
  }),
)

const dateSchema = z.string().check(
  z.regex(/^\d{4}-\d\d-\d\d$/, { error: 'A date is YYYY-MM-DD', abort: true }),
  z.refine((date) => isCalendarDate(date), { error: 'There is no such day' }),
)

export const zoneSchema = z
  .string()
  .check(z.refine(isZone, { error: 'An IANA time zone, such as Asia/Shanghai, that this runtime knows' }))

const holidaySchema = z.strictObject({ date: dateSchema, name: z.string().check(z.minLength(1)) })

/** A day that is worked although its weekday is not, or with other hours: those of a weekday, or its own. */
const workingDaySchema = z.strictObject({
  date: dateSchema,
  name: z.string().check(z.minLength(1)),
  hours: z.union([weekdaySchema, spansSchema]),
})

/**
 * When the provider works, in the local time of one zone: the spans of an ordinary week, the days on which nobody
 * works, and the days that are worked out of turn (China's adjusted weekends, a half day before a feast).
 * `holidaysThrough` is the last year whose holidays the calendar knows, or null where it has none to run out of.
 */
export const calendarSchema = z
  .strictObject({
    zone: zoneSchema,
    week: z.strictObject({
      monday: spansSchema,
      tuesday: spansSchema,
      wednesday: spansSchema,
      thursday: spansSchema,
      friday: spansSchema,
      saturday: spansSchema,
      sunday: spansSchema,
    }),
    holidays: z.array(holidaySchema),
    workingDays: z.array(workingDaySchema),
    holidaysThrough: z.nullable(z.int().check(z.gte(1970), z.lte(2400))),
  })
  .check(
    z.refine(({ week }) => Object.values(week).some((spans) => spans.length > 0), {
      path: ['week'],
      error: 'An ordinary week has at least one span, or nothing would ever be due',
    }),
    z.check(checkDates),
  )
export type Calendar = DeepReadonly<z.infer<typeof calendarSchema>>

function checkDates({ value, issues }: z.core.ParsePayload<Calendar>): void {
  const { holidays, workingDays, holidaysThrough } = value
  const fault = (path: PropertyKey[], message: string) => issues.push({ code: 'custom', input: value, path, message })
  const seen = new Set<string>()
  for (const [list, days] of Object.entries({ holidays, workingDays })) {
    for (const [index, { date }] of days.entries()) {
      if (seen.has(date)) fault([list, index, 'date'], `${date} stands there twice; a day is a holiday or it is worked`)
      seen.add(date)
      if (holidaysThrough !== null && Number(date.slice(0, 4)) > holidaysThrough) {
        fault([list, index, 'date'], `${date} lies after ${holidaysThrough}, the last year that the dates cover`)
      }
    }
  }
  if (holidaysThrough === null && seen.size > 0) {
    fault(['holidaysThrough'], 'A calendar with dates names the last year that they cover')
  }
}

function isCalendarDate(date: string): boolean {
  const instant = Date.parse(`${date}T00:00:00.000Z`)
  return Number.isFinite(instant) && new Date(instant).toISOString().startsWith(date)
}

function isZone(zone: string): boolean {
  // Runtimes take offsets as well, which would silently know no daylight saving.
  if (!/^[A-Za-z]/.test(zone)) return false
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
