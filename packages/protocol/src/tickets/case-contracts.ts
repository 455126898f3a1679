// Apart from the other contracts: a page that only raises tickets does not pay for what becomes of them.
import * as z from 'zod/mini'
import { page, pageQuery } from '../wire/page.ts'
import type { RouteSchemas } from '../wire/route.ts'
import { correctionSchema, newActionSchema } from './action.ts'
import { writeProblems } from './contracts.ts'
import { ticketParams } from './message-contracts.ts'
import { ticketSchema } from './ticket.ts'
import { ticketDetailsSchema } from './ticket-details.ts'
import { timelineEntrySchema } from './timeline.ts'

export const actOnTicketSchemas = {
  summary: 'Do something with a ticket besides writing to it: what the lifecycle allows this caller now',
  params: ticketParams,
  body: newActionSchema,
  output: ticketSchema,
  problems: [...writeProblems, 'not_found', 'forbidden', 'ticket_closed', 'action_not_possible', 'reopen_window_over'],
} as const satisfies RouteSchemas

export const correctTicketSchemas = {
  summary: 'Put right what a ticket says; an edit, so it needs the ETag of the ticket’s details as If-Match',
  params: ticketParams,
  body: correctionSchema,
  output: ticketSchema,
  problems: [
    ...writeProblems,
    'not_found',
    'forbidden',
    'ticket_closed',
    'action_not_possible',
    'precondition_required',
    'precondition_failed',
  ],
} as const satisfies RouteSchemas

export const readTicketDetailsSchemas = {
  summary: 'One ticket with its promises, fixes, watchers and visits; for staff also what stays with the provider',
  params: ticketParams,
  output: ticketDetailsSchema,
  problems: ['not_found'],
} as const satisfies RouteSchemas

export const listTimelineSchemas = {
  summary: 'What happened to a ticket, newest first',
  params: ticketParams,
  query: z.strictObject(pageQuery),
  output: page(timelineEntrySchema),
  problems: ['not_found'],
} as const satisfies RouteSchemas
