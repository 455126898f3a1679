import * as z from 'zod/mini'
import { instantSchema } from '../wire/instant.ts'
import { text } from '../wire/text.ts'
import { limits } from './limits.ts'
import { prioritySchema, ticketTypeSchema } from './ticket.ts'
import { ticketStatuses } from './ticket-status.ts'

const status = `(${ticketStatuses.join('|')})`
const name = () => z.string().check(z.regex(/^\S{1,100}$/))

/** What a list of tickets can be narrowed to; everything that is given must hold. */
export const ticketFilters = {
  /** Words, their beginnings, or Chinese text, all of which stand in number, subject, description or messages. */
  q: z.optional(text(limits.search)),
  /** One or more statuses, with commas between. */
  status: z.optional(z.string().check(z.regex(new RegExp(`^${status}(,${status}){0,6}$`)))),
  /** `true`: not closed yet; what is resolved waits for the requester’s word and is not over. */
  open: z.optional(z.enum(['true', 'false'])),
  type: z.optional(ticketTypeSchema),
  priority: z.optional(prioritySchema),
  /** An account, or a person by the id that the service knows. */
  account: z.optional(name()),
  requester: z.optional(name()),
  /** The next promise is due before this instant. */
  due: z.optional(instantSchema),
  /** For staff: the team it is with. */
  team: z.optional(name()),
  /** For staff: whose it is by id, `me`, or `none` for nobody’s. */
  assignee: z.optional(name()),
}

/** `changed`: last changed first; `due`: next promise first, what nothing is due of last; `created`: newest first. */
export const ticketOrders = ['changed', 'due', 'created'] as const
export type TicketOrder = (typeof ticketOrders)[number]

const filtersSchema = z.strictObject(ticketFilters)
export type TicketFilters = z.infer<typeof filtersSchema>
