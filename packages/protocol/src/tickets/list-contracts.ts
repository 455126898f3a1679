// Apart from the other contracts: a page that only raises tickets does not pay for how they are found.
import * as z from 'zod/mini'
import { page, pageQuery } from '../wire/page.ts'
import type { RouteSchemas } from '../wire/route.ts'
import { ticketSchema } from './ticket.ts'
import { ticketFilters, ticketOrders } from './ticket-filters.ts'

export const listTicketsSchemas = {
  summary: 'The tickets the caller may see, last changed first unless told',
  query: z.strictObject({ ...pageQuery, ...ticketFilters, sort: z.optional(z.enum(ticketOrders)) }),
  output: page(ticketSchema),
  problems: [],
} as const satisfies RouteSchemas
