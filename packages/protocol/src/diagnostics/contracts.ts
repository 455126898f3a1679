import * as z from 'zod/mini'
import { ticketParams } from '../tickets/message-contracts.ts'
import type { RouteSchemas } from '../wire/route.ts'
import { diagnosticsSchema } from './line.ts'

export const readDiagnosticsSchemas = {
  summary: 'The technical details that came with a ticket: for who sent them, its requester, and the provider’s staff',
  params: ticketParams,
  output: z.object({ lines: diagnosticsSchema }),
  problems: ['not_found'],
} as const satisfies RouteSchemas
