import * as z from 'zod/mini'
import { localeSchema } from '../service/localized.ts'
import { uuidSchema } from '../wire/id-schema.ts'
import { instantSchema } from '../wire/instant.ts'
import { requiredLine, requiredText } from '../wire/text.ts'
import { ticketActionSchema } from './action.ts'
import { deskLimits, limits } from './limits.ts'
import { macroActions, unknownPlaceholders } from './macro.ts'
import { messageSchema } from './message.ts'
import { ticketSchema } from './ticket.ts'

const text = requiredText(limits.messageBody).check(
  z.refine((value) => unknownPlaceholders(value).length === 0, { params: { code: 'invalid' } }),
)

const action = ticketActionSchema.check(
  z.refine((value) => macroActions.includes(value.action), { params: { code: 'not_allowed' } }),
)

const members = {
  name: requiredLine(deskLimits.viewName),
  /** By language, with `{requester}`, `{number}` and `{agent}`; null: it only does something. */
  reply: z.nullable(z.record(localeSchema, text)),
  /** Done after the reply, in this order. */
  actions: z.array(action).check(z.maxLength(deskLimits.macroActions)),
}

/** What is said and done often. `id` is the client's random UUID and the idempotency key as well. */
export const newMacroSchema = z.strictObject({ id: uuidSchema, ...members })
export type NewMacro = z.infer<typeof newMacroSchema>

/** What is left out stays as it is. */
export const macroChangeSchema = z.strictObject({
  name: z.optional(members.name),
  reply: z.optional(members.reply),
  actions: z.optional(members.actions),
})
export type MacroChange = z.infer<typeof macroChangeSchema>

export const macroSchema = z.object({
  id: z.string(),
  name: z.string(),
  reply: z.nullable(z.record(z.string(), z.string())),
  actions: z.array(ticketActionSchema),
  updatedAt: instantSchema,
})
export type Macro = z.infer<typeof macroSchema>

/** A macro for one ticket. `id` names the reply that comes of it, and is the idempotency key as well. */
export const macroRunSchema = z.strictObject({ id: uuidSchema, macro: uuidSchema })

/** The ticket afterwards, and what was written to it. */
export const macroOutcomeSchema = z.object({ ticket: ticketSchema, message: z.nullable(messageSchema) })
export type MacroOutcome = z.infer<typeof macroOutcomeSchema>
