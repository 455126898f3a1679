// Business time and the clocks that count it: rules without schemas, for both sides.
export { alwaysOpen } from './always-open.ts'
export {
  advance,
  type BusinessCalendar,
  businessCalendar,
  type CalendarInstant,
  elapsed,
  nextOpening,
} from './calendar.ts'
export type { Calendar, Span, Weekday } from './calendar-schema.ts'
export { type ClockName, clockNames, type PausingStatus, type SlaEvent } from './clock-runs.ts'
export {
  readClocks,
  type SlaClock,
  type SlaInput,
  type SlaPolicy,
  type SlaReading,
  type SlaTarget,
  type Threshold,
  thresholdKey,
} from './sla-clock.ts'
export { calendarOf, type ServiceHours, type TimeLeft, timeLeft, untriagedPriority } from './time-left.ts'
