import * as z from 'zod/mini'
import { messageSchema } from '../tickets/message.ts'
import { ticketSchema } from '../tickets/ticket.ts'
import { instantSchema } from '../wire/instant.ts'

const envelope = {
  /** Position in the tenant's stream; the SSE `id`. Rises, may have gaps for one listener. */
  seq: z.int(),
  at: instantSchema,
}

/** What happened, with the state after it: a listener applies it with the same function as an answer. */
export const eventSchema = z.discriminatedUnion('type', [
  z.object({ ...envelope, type: z.literal('ticket.created'), ticket: ticketSchema }),
  z.object({ ...envelope, type: z.literal('ticket.updated'), ticket: ticketSchema }),
  z.object({ ...envelope, type: z.literal('message.created'), ticket: ticketSchema, message: messageSchema }),
])
export type SupportEvent = z.infer<typeof eventSchema>
export type SupportEventType = SupportEvent['type']
