import * as z from 'zod/mini'
import { attachmentReferenceSchema, attachmentSchema } from '../files/file.ts'
import { messageIdSchema, ticketIdSchema } from '../wire/id-schema.ts'
import { instantSchema } from '../wire/instant.ts'
import { requiredText } from '../wire/text.ts'
import { limits } from './limits.ts'
import { personReferenceSchema } from './ticket.ts'

/** A reply is for both sides; an internal note never leaves the provider. */
export const messageKindSchema = z.enum(['reply', 'internal_note'])
export type MessageKind = z.infer<typeof messageKindSchema>

/** What a person sends to add to a conversation. `id` is the client's random UUID and the idempotency key as well. */
export const newMessageSchema = z.strictObject({
  id: messageIdSchema,
  body: requiredText(limits.messageBody),
  attachments: z.array(attachmentReferenceSchema).check(z.maxLength(limits.attachments)),
  /** `reply` unless told; only staff may write an internal note. */
  kind: z.optional(messageKindSchema),
})
export type NewMessage = z.infer<typeof newMessageSchema>

export const messageSchema = z.object({
  id: messageIdSchema,
  ticketId: ticketIdSchema,
  kind: messageKindSchema,
  author: z.extend(personReferenceSchema, { side: z.enum(['requester', 'agent']) }),
  body: z.string(),
  attachments: z.array(attachmentSchema),
  createdAt: instantSchema,
})
export type Message = z.infer<typeof messageSchema>
