// What zod checks of business time: read where a service is defined, not where a page shows what remains.
export { calendarSchema } from './calendar-schema.ts'
