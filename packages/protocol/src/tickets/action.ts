import * as z from 'zod/mini'
import { idSchema } from '../service/id.ts'
import { ticketIdSchema, uuidSchema } from '../wire/id-schema.ts'
import { instantSchema } from '../wire/instant.ts'
import { requiredLine, requiredText } from '../wire/text.ts'
import { newFixSchema } from './fix.ts'
import { limits } from './limits.ts'
import { prioritySchema, ticketTypeSchema } from './ticket.ts'
import { slotSchema, visitModes } from './visit.ts'

const reason = requiredText(limits.reason)
const text = requiredText(limits.messageBody)
const named = <const Name extends string>(action: Name) => ({ action: z.literal(action) })

/** What a problem was thought to come from. */
export const suspectedCauses = ['defect', 'configuration', 'hardware_or_network', 'misuse', 'third_party'] as const
/** How another ticket has to do with this one; `parent` is the larger ticket that this one is part of. */
export const linkRelations = ['related', 'duplicate', 'parent', 'child', 'caused_by'] as const

const triage = {
  type: z.optional(ticketTypeSchema),
  priority: z.optional(prioritySchema),
  team: z.optional(idSchema),
  /** Why a person decided otherwise than the rules. */
  reason: z.optional(reason),
}

/** What can be done with a ticket besides writing to it. Who may, and when, is `lifecycle`. */
export const ticketActionSchema = z.discriminatedUnion('action', [
  z.strictObject({ ...named('withdraw'), reason: z.optional(reason) }),
  z.strictObject({ ...named('verify') }),
  z.strictObject({ ...named('reject'), reason }),
  z.strictObject({ ...named('reopen'), reason }),
  /** The person must belong to the ticket's account; oneself unless told. */
  z.strictObject({ ...named('watch'), person: z.optional(uuidSchema) }),
  z.strictObject({ ...named('unwatch'), person: z.optional(uuidSchema) }),
  z.strictObject({ ...named('accept_visit'), visit: uuidSchema, slot: z.int().check(z.minimum(0)) }),
  z.strictObject({ ...named('sign_visit'), visit: uuidSchema, name: requiredLine(limits.subject) }),

  z.strictObject({ ...named('triage'), ...triage }),
  z.strictObject({ ...named('retriage'), ...triage, reason }),
  z.strictObject({ ...named('claim') }),
  /** To a team, to somebody (null: to nobody in particular), or both; `by: 'rules'`: to whom the rules find best. */
  z.strictObject({
    ...named('assign'),
    team: z.optional(idSchema),
    assignee: z.optional(z.nullable(uuidSchema)),
    by: z.optional(z.literal('rules')),
    reason: z.optional(reason),
  }),
  z.strictObject({ ...named('start') }),
  z.strictObject({ ...named('wait_for_requester'), reason }),
  z.strictObject({ ...named('wait_for_third_party'), reason }),
  z.strictObject({ ...named('name_date'), date: instantSchema }),
  /** `fields`: answers to questions of the type that only the provider's side is asked, such as how bad it is. */
  z.strictObject({
    ...named('analyse'),
    cause: z.optional(z.enum(suspectedCauses)),
    fields: z.optional(z.record(z.string(), z.unknown())),
    text,
  }),
  z.strictObject({ ...named('progress'), text }),
  z.strictObject({ ...named('set_workaround'), fix: newFixSchema }),
  z.strictObject({ ...named('set_permanent_fix'), fix: newFixSchema }),
  /** Types that are problems need cause and prevention too. */
  z.strictObject({
    ...named('resolve'),
    cause: z.optional(text),
    solution: text,
    prevention: z.optional(text),
  }),
  z.strictObject({ ...named('take_back'), reason }),
  z.strictObject({ ...named('merge'), into: ticketIdSchema }),
  z.strictObject({ ...named('mark_spam') }),
  z.strictObject({ ...named('link'), ticket: ticketIdSchema, relation: z.enum(linkRelations) }),
  z.strictObject({ ...named('unlink'), ticket: ticketIdSchema }),
  z.strictObject({
    ...named('add_task'),
    task: uuidSchema,
    title: requiredLine(limits.subject),
    team: z.optional(idSchema),
    assignee: z.optional(uuidSchema),
    due: z.optional(instantSchema),
  }),
  z.strictObject({ ...named('finish_task'), task: uuidSchema, result: z.optional(text) }),
  z.strictObject({
    ...named('offer_visit'),
    visit: uuidSchema,
    mode: z.enum(visitModes),
    purpose: reason,
    slots: z.array(slotSchema).check(z.minLength(1), z.maxLength(10)),
  }),
  z.strictObject({ ...named('start_visit'), visit: uuidSchema }),
  z.strictObject({ ...named('stop_visit'), visit: uuidSchema }),
  z.strictObject({ ...named('report_visit'), visit: uuidSchema, report: text }),
])
export type TicketAction = z.infer<typeof ticketActionSchema>

/** One action with the client's random UUID, which is its idempotency key as well. */
export const newActionSchema = z.strictObject({ id: uuidSchema, action: ticketActionSchema })
export type NewAction = z.infer<typeof newActionSchema>

/** What a customer's side puts right in its own ticket; what is left out stays as it is. An edit: it needs `If-Match`. */
export const correctionSchema = z.strictObject({
  subject: z.optional(requiredLine(limits.subject)),
  description: z.optional(z.string().check(z.maxLength(limits.description))),
  fields: z.optional(z.record(z.string(), z.unknown())),
  impact: z.optional(z.record(z.string(), z.string())),
})
export type Correction = z.infer<typeof correctionSchema>
