import * as z from 'zod/mini'
import { ticketSchema } from './ticket.ts'

/** Tickets that may be about the same, the likeliest first. */
export const similarTicketsSchema = z.object({
  items: z.array(
    z.object({
      ticket: ticketSchema,
      /** The share of this ticket's words that the other has as well, rare ones counting more: 0 to 1. */
      likeness: z.number(),
      /** Words and pairs of characters that both have, the rarest first. */
      shared: z.array(z.string()),
      sameRequester: z.boolean(),
    }),
  ),
})
export type SimilarTickets = z.infer<typeof similarTicketsSchema>
