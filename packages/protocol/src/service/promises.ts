import * as z from 'zod/mini'
import { prioritySchema } from '../tickets/ticket.ts'
import { optionSchema } from './field.ts'
import { idSchema } from './id.ts'
import { localizedSchema } from './localized.ts'

const levels = z.array(z.strictObject({ id: idSchema, label: localizedSchema })).check(z.minLength(1), z.maxLength(10))

/** Questions instead of a bare menu of priorities: each answer is a level of impact or of urgency. */
export const impactSchema = z.strictObject({
  /** How many it concerns, worst first. */
  impact: levels,
  /** How much it hinders them, worst first. */
  urgency: levels,
  questions: z.array(
    z.strictObject({
      id: idSchema,
      label: localizedSchema,
      help: z.optional(localizedSchema),
      axis: z.enum(['impact', 'urgency']),
      /** The worst answer of an axis counts. An answer without a level says nothing about it. */
      options: z.array(z.extend(optionSchema, { level: z.optional(idSchema) })).check(z.minLength(2), z.maxLength(10)),
    }),
  ),
  /** Impact, then urgency, gives the priority; every pair has one. */
  matrix: z.record(z.string(), z.record(z.string(), prioritySchema)),
})

const minutes = z.int().check(z.minimum(1), z.maximum(525_600))

export const targetSchema = z.strictObject({
  label: localizedSchema,
  description: localizedSchema,
  /** Business minutes to the first response. */
  firstResponse: minutes,
  /** Business minutes to the answer to each later message; no promise unless told. */
  nextResponse: z.optional(minutes),
  /** Business minutes to the resolution; null: the provider names a date, and the clock starts with it. */
  resolution: z.nullable(minutes),
  /** The calendar for this priority, where it is not that of `sla`. */
  calendar: z.optional(idSchema),
})

export const clockNames = ['first_response', 'next_response', 'resolution'] as const

export const slaSchema = z.strictObject({
  calendar: idSchema,
  /** States in which clocks stand still. */
  pauses: z.array(z.enum(['waiting_on_requester', 'waiting_on_third_party'])),
})

/** Whom an escalation reaches, climbing the layers: specialist, team, department, management. */
export const notified = ['owner', 'lead', 'manager', 'management'] as const

export const escalationSchema = z.strictObject({
  id: idSchema,
  clocks: z.array(z.enum(clockNames)).check(z.minLength(1)),
  /** Share of the target: under 1 a warning, 1 the breach, over 1 what follows. */
  at: z.number().check(z.positive(), z.maximum(10)),
  /** All unless told. */
  priorities: z.optional(z.array(prioritySchema).check(z.minLength(1))),
  notify: z.array(z.enum(notified)).check(z.minLength(1)),
})

const days = z.int().check(z.minimum(1), z.maximum(365))

export const closureSchema = z.strictObject({
  /** What a ticket of a problem type must hold to be closed. */
  problemsNeed: z.array(z.enum(['cause', 'solution', 'prevention'])),
  /** Closing what was resolved and not answered, announced by mail before; null: never. */
  silence: z.nullable(
    z.strictObject({
      remindAfterDays: days,
      closeAfterDays: days,
      /** Types that silence never closes. */
      exceptTypes: z.optional(z.array(idSchema)),
    }),
  ),
  /** For so long after closing it the requester may reopen a ticket. */
  reopenWithinDays: z.int().check(z.minimum(0), z.maximum(3650)),
})
