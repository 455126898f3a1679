import * as z from 'zod/mini'
import { idSchema } from '../service/id.ts'
import { localizedSchema } from '../service/localized.ts'
import { instantSchema } from '../wire/instant.ts'
import { linkRelations, suspectedCauses } from './action.ts'
import { assignmentReasonSchema } from './assignment-schema.ts'
import { closeReasons } from './close-reason.ts'
import { fixStates } from './fix.ts'
import { channels, personReferenceSchema, prioritySchema } from './ticket.ts'
import { ticketStatuses } from './ticket-status.ts'
import { slotSchema, visitModes } from './visit.ts'

const clock = z.enum(['first_response', 'next_response', 'resolution'])
const slot = z.object(slotSchema.shape)
const status = z.enum(ticketStatuses)
const priority = z.nullable(prioritySchema)
const nullableText = z.nullable(z.string())
const reason = { reason: nullableText }
const fix = { text: z.string(), state: z.enum(fixStates), date: z.nullable(instantSchema) }

const common = {
  /** Position in the tenant's stream, and the place among what happened there at once. */
  seq: z.int(),
  part: z.int(),
  at: instantSchema,
  /** Who did it; null: the service itself, by its rules. */
  actor: z.nullable(z.extend(personReferenceSchema, { side: z.enum(['requester', 'agent']) })),
}

const entry = <const Type extends string, Shape extends Readonly<Record<string, z.ZodMiniType>>>(
  type: Type,
  shape: Shape,
) => z.object({ ...common, type: z.literal(type), ...shape })

/** A new kind stands in `timelineTypes` too, and needs its words in every locale: tests see to both. */
const entries = [
  entry('raised', { channel: z.enum(channels), onBehalfOf: z.nullable(personReferenceSchema) }),
  /** What the rules decided: the priority, and from which levels of impact and urgency. */
  entry('sorted', { priority: prioritySchema, impact: nullableText, urgency: nullableText, reason: localizedSchema }),
  /** A person looked at it, or decided otherwise than the rules. */
  entry('triaged', { ticketType: z.string(), priority, ...reason }),
  entry('priority_changed', { from: priority, to: priority, ...reason }),
  entry('type_changed', { from: z.string(), to: z.string() }),
  entry('assigned', {
    assignee: z.nullable(personReferenceSchema),
    /** For staff: why the rules chose so, and among how many. */
    choice: z.optional(z.object({ candidates: z.int(), reasons: z.array(assignmentReasonSchema) })),
  }),
  entry('status_changed', { from: status, to: status, ...reason }),
  entry('replied', { message: z.string() }),
  entry('progressed', { text: z.string() }),
  entry('date_named', { date: instantSchema }),
  entry('workaround', fix),
  entry('permanent_fix', fix),
  entry('resolved', { cause: nullableText, solution: z.string(), prevention: nullableText }),
  entry('rejected', { reason: z.string() }),
  entry('reopened', reason),
  entry('corrected', { changed: z.array(z.string()) }),
  entry('closure_announced', { closesAt: instantSchema }),
  entry('closed', { reason: z.enum(closeReasons), into: z.nullable(z.object({ id: z.string(), number: z.int() })) }),
  entry('merged_in', { ticket: z.object({ id: z.string(), number: z.int() }) }),
  entry('watcher_added', { person: personReferenceSchema }),
  entry('watcher_removed', { person: personReferenceSchema }),
  entry('visit_offered', { visit: z.string(), mode: z.enum(visitModes), purpose: z.string(), slots: z.array(slot) }),
  entry('visit_accepted', { visit: z.string(), slot }),
  entry('visit_started', { visit: z.string(), mode: z.enum(visitModes) }),
  entry('visit_stopped', { visit: z.string() }),
  entry('visit_reported', { visit: z.string(), report: z.string() }),
  entry('visit_signed', { visit: z.string(), name: z.string() }),
  /** A promise was not kept in time. */
  entry('breached', { clock, generation: z.int() }),
  /** Another version of the service counts from here on. */
  entry('service_changed', { version: z.string() }),

  // What never leaves the provider.
  entry('noted', { message: z.string() }),
  /** Where the rules sent it, by which of them. */
  entry('routed', {
    team: nullableText,
    rule: nullableText,
    skills: z.array(z.string()),
    callIn: z.array(z.string()),
    reason: localizedSchema,
    serviceVersion: z.string(),
  }),
  entry('team_changed', { from: nullableText, to: nullableText, ...reason }),
  entry('analysed', { cause: z.nullable(z.enum(suspectedCauses)), fields: z.array(z.string()), text: z.string() }),
  entry('linked', { ticket: z.object({ id: z.string(), number: z.int() }), relation: z.enum(linkRelations) }),
  entry('unlinked', { ticket: z.object({ id: z.string(), number: z.int() }) }),
  entry('task_added', {
    task: z.string(),
    title: z.string(),
    team: z.nullable(idSchema),
    assignee: z.nullable(personReferenceSchema),
    due: z.nullable(instantSchema),
  }),
  entry('task_finished', { task: z.string(), title: z.string(), result: nullableText }),
  /** Whom it was for may not see the ticket any more: it is the team's now, or nobody's. */
  entry('task_returned', { task: z.string(), title: z.string(), team: z.nullable(idSchema) }),
  entry('article_drafted', { article: z.string(), title: z.string() }),
  /** A share of a target has passed, and who was told. */
  entry('escalated', { clock, generation: z.int(), share: z.number(), notified: z.array(z.string()) }),
] as const

export const timelineEntrySchema = z.discriminatedUnion('type', entries)
export type TimelineEntry = z.infer<typeof timelineEntrySchema>
export type TimelineType = TimelineEntry['type']
