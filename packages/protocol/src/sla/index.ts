// Business time and the clocks that count it: rules without schemas, for both sides.
export {
  advance,
  type BusinessCalendar,
  businessCalendar,
  type CalendarInstant,
  elapsed,
  nextOpening,
} from './calendar.ts'
export type { Calendar, Span, Weekday } from './calendar-schema.ts'
