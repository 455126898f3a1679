import * as z from 'zod/mini'
import { diagnosticsSchema } from '../diagnostics/line.ts'
import { attachmentReferenceSchema, attachmentSchema } from '../files/file.ts'
import { ticketIdSchema, uuidSchema } from '../wire/id-schema.ts'
import { instantSchema } from '../wire/instant.ts'
import { requiredLine, text } from '../wire/text.ts'
import { closeReasons } from './close-reason.ts'
import { limits } from './limits.ts'
import { ticketStatuses } from './ticket-status.ts'

export const ticketTypeSchema = z.string().check(z.regex(/^[a-z][a-z0-9_]{0,39}$/))

/** Priority 1–4 by name; null where no rule of the service decides. */
export const prioritySchema = z.enum(['critical', 'high', 'normal', 'low'])
export type Priority = z.infer<typeof prioritySchema>

/** Ways a request comes in. A token's own calls are one of the first three; the others are entered by staff. */
export const channels = ['widget', 'sdk', 'http', 'email', 'chat', 'phone', 'visit'] as const
export type Channel = (typeof channels)[number]

/** What the form found out by itself, and showed before it was sent. */
export const environmentSchema = z.strictObject({
  product: z.optional(text(limits.environment)),
  version: z.optional(text(limits.environment)),
  locale: z.optional(text(limits.environment)),
  timeZone: z.optional(text(limits.environment)),
  browser: z.optional(text(limits.environment)),
})
export type Environment = z.infer<typeof environmentSchema>

/** What a person sends to raise a ticket. `id` is the client's random UUID and the idempotency key as well. */
export const newTicketSchema = z.strictObject({
  id: ticketIdSchema,
  type: ticketTypeSchema,
  subject: requiredLine(limits.subject),
  description: text(limits.description),
  attachments: z.array(attachmentReferenceSchema).check(z.maxLength(limits.attachments)),
  /** BCP 47 tag of the language the person reads. */
  locale: z.string().check(z.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), z.maxLength(35)),
  /** Answers to the type's own fields, by id; the service definition says what each may be (`checkFields`). */
  fields: z.optional(z.record(z.string(), z.unknown())),
  /** Answers to the questions about impact and urgency, by id. */
  impact: z.optional(z.record(z.string(), z.string())),
  environment: z.optional(environmentSchema),
  /** What the page had noted, as far as the person wanted it sent. */
  diagnostics: z.optional(diagnosticsSchema),
  /** Version of the service definition that the form was made of. */
  serviceVersion: z.optional(z.string().check(z.maxLength(40))),
  /** `http` unless told. */
  channel: z.optional(z.enum(channels)),
  /** The person it is raised for, by the id that the service knows: staff on the phone, a partner for its customer. */
  onBehalfOf: z.optional(uuidSchema),
})
export type NewTicket = z.infer<typeof newTicketSchema>

/** A person as others may see them: a name, and an id to tell two of the same name apart. */
export const personReferenceSchema = z.object({ id: z.string(), name: z.nullable(z.string()) })
export type PersonReference = z.infer<typeof personReferenceSchema>

/** Where a promise stands, as lists show it; `ticketDetailsSchema` has the whole receipt. */
export const promiseStates = ['running', 'paused', 'met', 'breached', 'undated', 'dropped'] as const
export const promiseSummarySchema = z.object({
  clock: z.enum(['first_response', 'next_response', 'resolution']),
  state: z.enum(promiseStates),
  /** When it is due; null while it is paused or has no date. The server's instant rules. */
  due: z.nullable(instantSchema),
})
export type PromiseSummary = z.infer<typeof promiseSummarySchema>

/** A ticket as its requester and the provider's staff see it. */
export const ticketSchema = z.object({
  id: ticketIdSchema,
  /** Counts up per tenant; gaps are allowed. People quote it, `id` identifies. */
  number: z.int(),
  type: ticketTypeSchema,
  subject: z.string(),
  description: z.string(),
  status: z.enum(ticketStatuses),
  /** Why it is closed; null unless it is. */
  closeReason: z.nullable(z.enum(closeReasons)),
  priority: z.nullable(prioritySchema),
  requester: personReferenceSchema,
  assignee: z.nullable(personReferenceSchema),
  account: z.nullable(z.string()),
  locale: z.string(),
  attachments: z.array(attachmentSchema),
  /** Replies so far; internal notes are counted for nobody. */
  replies: z.int(),
  /** The promises that count now: the latest run of each clock. */
  promises: z.array(promiseSummarySchema),
  createdAt: instantSchema,
  updatedAt: instantSchema,
})
export type Ticket = z.infer<typeof ticketSchema>
