import type { ProblemCode } from '../wire/problem.ts'
import type { RouteSchemas } from '../wire/route.ts'
import { newTicketSchema, ticketSchema } from './ticket.ts'

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
