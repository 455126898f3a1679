import * as z from 'zod/mini'
import { type Calendar, calendarSchema } from '../sla/calendar-schema.ts'

/** Hours in which clocks run: always, or those of a calendar in a time zone. */
export const serviceCalendarSchema = z.union([z.literal('24x7'), calendarSchema])

const day = [{ opens: '00:00', closes: '24:00' }]

/** The hours of a service that never closes, as a calendar. */
export const alwaysOpen: Calendar = {
  zone: 'UTC',
  week: { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: day, sunday: day },
  holidays: [],
  workingDays: [],
  holidaysThrough: null,
}
