// Apart from the other contracts: a page that raises a ticket, and one that shows a ticket, pay for no filters.
import * as z from 'zod/mini'
import { page, pageQuery } from '../wire/page.ts'
import type { RouteSchemas } from '../wire/route.ts'
import { ticketSchema } from './ticket.ts'
import { ticketCountsSchema } from './ticket-counts.ts'
import { ticketFilters, ticketOrders } from './ticket-filters.ts'

export const listTicketsSchemas = {
  summary: 'The tickets the caller may see, last changed first unless told',
  query: z.strictObject({ ...pageQuery, ...ticketFilters, sort: z.optional(z.enum(ticketOrders)) }),
  output: page(ticketSchema),
  problems: [],
} as const satisfies RouteSchemas

export const countTicketsSchemas = {
  summary: 'How many tickets of each status the caller may see, filtered as a list is',
  query: z.strictObject(ticketFilters),
  output: ticketCountsSchema,
  problems: [],
} as const satisfies RouteSchemas
