import * as z from 'zod/mini'
import { ticketIdSchema, uuidSchema } from '../wire/id-schema.ts'
import { fieldErrorSchema } from '../wire/problem-schema.ts'
import { ticketActionSchema } from './action.ts'
import { deskLimits } from './limits.ts'
import { ticketStatuses } from './ticket-status.ts'

/** One action for many tickets. `id` is the client's random UUID and the idempotency key as well. */
export const newBulkActionSchema = z.strictObject({
  id: uuidSchema,
  tickets: z.array(ticketIdSchema).check(z.minLength(1), z.maxLength(deskLimits.bulk)),
  action: ticketActionSchema,
})
export type NewBulkAction = z.infer<typeof newBulkActionSchema>

/** What became of it, ticket by ticket, in the order of the request. What was refused has changed nothing. */
export const bulkOutcomeSchema = z.object({
  items: z.array(
    z.discriminatedUnion('outcome', [
      z.object({ ticketId: ticketIdSchema, outcome: z.literal('done'), status: z.enum(ticketStatuses) }),
      z.object({
        ticketId: ticketIdSchema,
        outcome: z.literal('refused'),
        /** A problem code, as the action alone would have been answered with. */
        code: z.string(),
        errors: z.optional(z.array(fieldErrorSchema)),
      }),
    ]),
  ),
})
export type BulkOutcome = z.infer<typeof bulkOutcomeSchema>
