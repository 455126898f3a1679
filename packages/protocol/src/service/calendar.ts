import * as z from 'zod/mini'
import { calendarSchema } from '../sla/calendar-schema.ts'

/** Hours in which clocks run: always, or those of a calendar in a time zone. */
export const serviceCalendarSchema = z.union([z.literal('24x7'), calendarSchema])
