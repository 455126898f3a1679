import type { Writing } from '../journal/write.ts'
import type { TicketsTable } from '../storage/schema.ts'
import { type KindOfMail, mailKindOf } from './mail-kinds.ts'
import { insertMail } from './store.ts'

/** Leaves room between the positions of two writes for the mails of the first; more would only blur their order. */
const mailsOfOneWrite = 1000

/** A mail to be sent. Who reads it and what it says is looked up when it goes. */
export type NewMail = KindOfMail & {
  /** `person:<id>`, as in `Writing.actor`. */
  readonly recipient: string
  /** What it belongs to: mails of one thread stand together in a mail program. */
  readonly thread: string
  /** BCP 47 tag, for a person who has not said which language they read. */
  readonly locale: string
}

/**
 * Puts a mail into the outbox, inside the transaction that is its reason: it goes when that is committed, and never
 * when it is undone. Each mail exists once, by kind, thread, occasion and recipient; a second one is no error.
 * Nobody is told what they did themselves, save by kinds that confirm. Does nothing on a server without mail.
 */
export async function queueMail(writing: Writing, { kind, data, recipient, thread, locale }: NewMail): Promise<void> {
  const { tx, tenant, now, auditSeq, mails } = writing
  const definition = mailKindOf(kind)
  if (!mails || !definition || (recipient === writing.actor && !definition.confirms)) return
  const { id, messageId } = mails.room.newIds(tenant)
  await insertMail(tx, {
    tenant,
    id,
    dedupe_key: [kind, thread, definition.occasion(data), recipient].join(' '),
    message_id: messageId,
    recipient,
    kind,
    thread,
    locale,
    data: JSON.stringify(data),
    position: auditSeq * mailsOfOneWrite + mails.nextOrdinal(),
    created_at: now,
    next_attempt_at: now,
  })
}

/** A mail about a ticket. */
export type TicketMail = KindOfMail & {
  readonly ticket: Readonly<Pick<TicketsTable, 'id' | 'requester_id' | 'locale'>>
  /** Ids of people; the requester alone unless told. */
  readonly recipients?: readonly string[]
}

/** Queues a mail about a ticket to each of its recipients, as `queueMail` does. */
export async function queueTicketMail(writing: Writing, { ticket, recipients, ...mail }: TicketMail): Promise<void> {
  for (const person of new Set(recipients ?? [ticket.requester_id])) {
    await queueMail(writing, { ...mail, recipient: `person:${person}`, thread: ticket.id, locale: ticket.locale })
  }
}
