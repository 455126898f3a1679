import type { Calendar } from './calendar-schema.ts'

const day = [{ opens: '00:00', closes: '24:00' }]

/** The hours of a service that never closes, as a calendar. */
export const alwaysOpen: Calendar = {
  zone: 'UTC',
  week: { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: day, sunday: day },
  holidays: [],
  workingDays: [],
  holidaysThrough: null,
}
