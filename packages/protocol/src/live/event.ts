import * as z from 'zod/mini'
import { messageSchema } from '../tickets/message.ts'
import { ticketSchema } from '../tickets/ticket.ts'
import { instantSchema } from '../wire/instant.ts'

const envelope = {
  /** Position in the tenant's stream; the SSE `id`. Rises, may have gaps for one listener. */
  seq: z.int(),
  at: instantSchema,
}

/** What happened, with the state after it: a listener applies it with the same function as an answer. */
export const eventSchema = z.discriminatedUnion('type', [
  z.object({ ...envelope, type: z.literal('ticket.created'), ticket: ticketSchema }),
  z.object({ ...envelope, type: z.literal('ticket.updated'), ticket: ticketSchema }),
  z.object({ ...envelope, type: z.literal('message.created'), ticket: ticketSchema, message: messageSchema }),
])
export type SupportEvent = z.infer<typeof eventSchema>
export type SupportEventType = SupportEvent['type']

const name = { id: z.string(), slug: z.string() }

/**
 * What became of an article, for those who may read it; of a draft for staff alone. It holds no text: whoever shows the article
 * reads it again. A `locale` of null is every language of it.
 */
export const articleEventSchema = z.discriminatedUnion('type', [
  /** Readers see this revision now. */
  z.object({
    ...envelope,
    type: z.literal('article.published'),
    article: z.object({ ...name, locale: z.string(), revision: z.int() }),
  }),
  /** What it is in every language, or, with a locale, the text that is worked on. */
  z.object({
    ...envelope,
    type: z.literal('article.changed'),
    article: z.object({ ...name, locale: z.nullable(z.string()), revision: z.nullable(z.int()) }),
  }),
  /** Nobody reads it any more, or not whoever hears this alone; where they may still, another event follows that says so. */
  z.object({
    ...envelope,
    type: z.literal('article.archived'),
    article: z.object({ id: z.string(), locale: z.nullable(z.string()) }),
  }),
])
export type ArticleEvent = z.infer<typeof articleEventSchema>
