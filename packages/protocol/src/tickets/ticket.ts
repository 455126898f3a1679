import * as z from 'zod/mini'
import { attachmentReferenceSchema, attachmentSchema } from '../files/file.ts'
import { ticketIdSchema } from '../wire/id-schema.ts'
import { instantSchema } from '../wire/instant.ts'
import { requiredLine, text } from '../wire/text.ts'
import { limits } from './limits.ts'
import { ticketStatuses } from './ticket-status.ts'

export const ticketTypeSchema = z.string().check(z.regex(/^[a-z][a-z0-9_]{0,39}$/))

/** Priority 1–4 by name; null until triage has set it. */
export const prioritySchema = z.enum(['critical', 'high', 'normal', 'low'])
export type Priority = z.infer<typeof prioritySchema>

/** What a person sends to raise a ticket. `id` is the client's random UUID and the idempotency key as well. */
export const newTicketSchema = z.strictObject({
  id: ticketIdSchema,
  type: ticketTypeSchema,
  subject: requiredLine(limits.subject),
  description: text(limits.description),
  attachments: z.array(attachmentReferenceSchema).check(z.maxLength(limits.attachments)),
  /** BCP 47 tag of the language the person reads. */
  locale: z.string().check(z.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), z.maxLength(35)),
})
export type NewTicket = z.infer<typeof newTicketSchema>

/** A person as others may see them: a name, and an id to tell two of the same name apart. */
export const personReferenceSchema = z.object({ id: z.string(), name: z.nullable(z.string()) })
export type PersonReference = z.infer<typeof personReferenceSchema>

/** A ticket as its requester and the provider's staff see it. */
export const ticketSchema = z.object({
  id: ticketIdSchema,
  /** Counts up per tenant; gaps are allowed. People quote it, `id` identifies. */
  number: z.int(),
  type: ticketTypeSchema,
  subject: z.string(),
  description: z.string(),
  status: z.enum(ticketStatuses),
  priority: z.nullable(prioritySchema),
  requester: personReferenceSchema,
  assignee: z.nullable(personReferenceSchema),
  account: z.nullable(z.string()),
  locale: z.string(),
  attachments: z.array(attachmentSchema),
  /** Replies so far; internal notes are counted for nobody. */
  replies: z.int(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
})
export type Ticket = z.infer<typeof ticketSchema>
