import * as z from 'zod/mini'
import { ticketIdSchema } from '../wire/id-schema.ts'
import { page, pageQuery } from '../wire/page.ts'
import type { ProblemCode } from '../wire/problem.ts'
import type { RouteSchemas } from '../wire/route.ts'
import { messageSchema, newMessageSchema } from './message.ts'
import { newTicketSchema, ticketSchema } from './ticket.ts'

export const ticketParams = z.strictObject({ ticketId: ticketIdSchema })

export const writeProblems = [
  'malformed_json',
  'body_too_large',
  'unsupported_media_type',
  'idempotency_key_missing',
  'idempotency_in_flight',
  'idempotency_mismatch',
  'id_unavailable',
  'attachment_unknown',
] as const satisfies readonly ProblemCode[]

export const createTicketSchemas = {
  summary: 'Raise a ticket',
  body: newTicketSchema,
  output: ticketSchema,
  problems: writeProblems,
} as const satisfies RouteSchemas

export const readTicketSchemas = {
  summary: 'One ticket',
  params: ticketParams,
  output: ticketSchema,
  problems: ['not_found'],
} as const satisfies RouteSchemas

export const listMessagesSchemas = {
  summary: 'The messages of a ticket, newest first',
  params: ticketParams,
  query: z.strictObject(pageQuery),
  output: page(messageSchema),
  problems: ['not_found'],
} as const satisfies RouteSchemas

export const addMessageSchemas = {
  summary: 'Add a reply to a ticket, or, for staff, an internal note',
  params: ticketParams,
  body: newMessageSchema,
  output: messageSchema,
  problems: [...writeProblems, 'not_found', 'ticket_closed'],
} as const satisfies RouteSchemas
