// Apart from the other contracts: a page that only raises tickets reads none and writes no messages.
import * as z from 'zod/mini'
import { ticketIdSchema } from '../wire/id-schema.ts'
import { page, pageQuery } from '../wire/page.ts'
import type { RouteSchemas } from '../wire/route.ts'
import { writeProblems } from './contracts.ts'
import { messageSchema, newMessageSchema } from './message.ts'
import { ticketSchema } from './ticket.ts'

export const ticketParams = z.strictObject({ ticketId: ticketIdSchema })

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
