import * as z from 'zod/mini'
import { personReferenceSchema } from './ticket.ts'

/** `AssignmentReason` on the wire. */
export const assignmentReasonSchema = z.discriminatedUnion('criterion', [
  z.object({ criterion: z.enum(['team', 'role', 'language', 'hours']), fits: z.boolean() }),
  z.object({ criterion: z.literal('skills'), fits: z.boolean(), missing: z.array(z.string()) }),
  z.object({ criterion: z.literal('load'), openTickets: z.int() }),
])

/** Who could take a ticket, best first, and why. */
export const candidatesSchema = z.object({
  items: z.array(
    z.object({
      person: personReferenceSchema,
      /** Of the team and the role that the ticket needs. */
      suitable: z.boolean(),
      reasons: z.array(assignmentReasonSchema),
    }),
  ),
})
export type Candidates = z.infer<typeof candidatesSchema>
