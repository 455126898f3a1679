import * as z from 'zod/mini'
import type { TicketStatus } from './ticket-status.ts'

const each = {
  new: z.int(),
  triaged: z.int(),
  in_progress: z.int(),
  waiting_on_requester: z.int(),
  waiting_on_third_party: z.int(),
  resolved: z.int(),
  closed: z.int(),
} satisfies Record<TicketStatus, z.ZodMiniNumber>

/** How many tickets there are of each status. */
export const ticketCountsSchema = z.object({ counts: z.object(each), total: z.int() })
export type TicketCounts = z.infer<typeof ticketCountsSchema>
