import * as z from 'zod/mini'
import { serviceRoles } from '../service/roles.ts'
import { instantSchema } from '../wire/instant.ts'
import { linkRelations, suspectedCauses } from './action.ts'
import { fixSchema } from './fix.ts'
import { channels, environmentSchema, personReferenceSchema, promiseStates, ticketSchema } from './ticket.ts'
import { visitSchema } from './visit.ts'

/** One run of one clock: what was promised, when it is due, what stands still and why. Business milliseconds. */
export const promiseSchema = z.object({
  clock: z.enum(['first_response', 'next_response', 'resolution']),
  generation: z.int(),
  state: z.enum(promiseStates),
  startedAt: instantSchema,
  /** How much time was promised; null where the provider names a date and has not. */
  target: z.nullable(z.int()),
  due: z.nullable(instantSchema),
  /** Frozen while paused, and what was left when it was met; null while it runs: count it from `due`. */
  remaining: z.nullable(z.int()),
  /** Since when it stands still. */
  pausedSince: z.nullable(instantSchema),
  pausedBecause: z.nullable(z.string()),
  stoppedAt: z.nullable(instantSchema),
  /** Counted for a year whose holidays the calendar does not know. */
  beyondData: z.boolean(),
})
export type PromiseReceipt = z.infer<typeof promiseSchema>

/** What stays with the provider. */
const internalSchema = z.object({
  team: z.nullable(z.string()),
  suspectedCause: z.nullable(z.enum(suspectedCauses)),
  links: z.array(z.object({ ticket: z.string(), number: z.int(), relation: z.enum(linkRelations) })),
  tasks: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      team: z.nullable(z.string()),
      assignee: z.nullable(personReferenceSchema),
      due: z.nullable(instantSchema),
      finishedAt: z.nullable(instantSchema),
      result: z.nullable(z.string()),
    }),
  ),
  articleDraft: z.nullable(z.string()),
})

/** A ticket with all that is known of it, for whoever looks at this one. */
export const ticketDetailsSchema = z.extend(ticketSchema, {
  channel: z.enum(channels),
  /** Version of the service definition it is handled under. */
  serviceVersion: z.string(),
  fields: z.record(z.string(), z.unknown()),
  impact: z.record(z.string(), z.string()),
  environment: z.object(environmentSchema.shape),
  receipt: z.array(promiseSchema),
  /** The calendar of the service definition that its promises are counted by. */
  calendar: z.string(),
  /** The date the provider named for a solution. */
  namedDate: z.nullable(instantSchema),
  workaround: z.nullable(fixSchema),
  permanentFix: z.nullable(fixSchema),
  summary: z.nullable(
    z.object({ cause: z.nullable(z.string()), solution: z.string(), prevention: z.nullable(z.string()) }),
  ),
  resolvedAt: z.nullable(instantSchema),
  closedAt: z.nullable(instantSchema),
  /** When silence closes it, once that was announced. */
  closesAt: z.nullable(instantSchema),
  /** Until when the requester may reopen it; null while it is open, or where it cannot be. */
  reopenUntil: z.nullable(instantSchema),
  /** Where it goes on. */
  mergedInto: z.nullable(z.object({ id: z.string(), number: z.int() })),
  watchers: z.array(personReferenceSchema),
  visits: z.array(visitSchema),
  /** Who reads this: `possibleActions(status, viewer.role)` is what may be offered. */
  viewer: z.object({ id: z.string(), role: z.enum(serviceRoles) }),
  /** Absent for customers. */
  internal: z.optional(internalSchema),
})
export type TicketDetails = z.infer<typeof ticketDetailsSchema>
