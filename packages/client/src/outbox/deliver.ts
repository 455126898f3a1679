import { addMessage, createTicket, listMessages, readTicket, uploadFile } from '@aftercare/protocol'
import type { CallOptions, Core } from '../core.ts'
import { failureOf, NetworkFailure, SignedOut, SupportProblem } from '../failure.ts'
import type { EntryFile, OutboxEvent } from './outbox-entry.ts'
import type { Entry } from './shelf.ts'
import type { StoredFile } from './submission.ts'

/** Sends the write itself, once its files are there. */
export function send(core: Core, entry: Entry, signal: AbortSignal): Promise<unknown> {
  const { id, write, owner } = entry
  const options: CallOptions = { idempotencyKey: id, owner, signal }
  const attachments = entry.files.flatMap(({ uploaded }) => uploaded ?? [])
  if (write.kind === 'ticket') {
    const { kind: _, ...ticket } = write
    return core.call(createTicket, { body: { id, ...ticket, attachments } }, options)
  }
  const { body, messageKind } = write
  return core.call(
    addMessage,
    { params: { ticketId: entry.conversation }, body: { id, body, attachments, kind: messageKind } },
    options,
  )
}

/** What the server holds under the entry's id, whoever sent it there. */
export async function read(core: Core, { id, write, conversation, owner }: Entry, signal?: AbortSignal) {
  const options: CallOptions = { owner, ...(signal && { signal }) }
  if (write.kind === 'ticket') return core.call(readTicket, { params: { ticketId: id } }, options)
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await core.call(
      listMessages,
      { params: { ticketId: conversation }, query: { limit: '100', cursor: cursor ?? undefined } },
      options,
    )
    const found = page.items.find((message) => message.id === id)
    if (found) return found
    cursor = page.next
  }
  throw new NetworkFailure('The message is not there')
}

/** Whether what the server holds says something else than the entry. */
export function differs({ write }: Entry, result: unknown): boolean {
  const held = result as Record<string, unknown>
  return write.kind === 'ticket'
    ? held['subject'] !== write.subject || held['description'] !== write.description
    : held['body'] !== write.body
}

/** Sends one file; sent again under the same key it is still one file. */
export async function upload(
  core: Core,
  { owner }: Entry,
  { key, name, type }: EntryFile,
  bytes: StoredFile['bytes'],
  signal: AbortSignal,
): Promise<EntryFile> {
  const { fileId, sha256 } = await core.call(
    uploadFile,
    {},
    { file: { name, type, bytes }, idempotencyKey: key, owner, signal },
  )
  return { key, name, type, uploaded: { fileId, sha256 } }
}

const temporary = new Set([408, 425, 429])

/** What an error says to the entry. `firstAnswerAt` is when the server first answered to it, by its own time. */
export function eventOf(error: unknown, now: number, random: number, firstAnswerAt: number | undefined): OutboxEvent {
  const reason = failureOf(error)
  if (error instanceof SignedOut) return { type: 'unauthorized', reason }
  if (!(error instanceof SupportProblem)) return { type: 'failed', reason, now, random, age: 0 }
  const { status } = error.problem
  if (status === 401) return { type: 'unauthorized', reason }
  if (temporary.has(status) || status >= 500 || error.code === 'idempotency_in_flight') {
    const age = firstAnswerAt === undefined ? 0 : (error.answeredAt ?? now) - firstAnswerAt
    return { type: 'failed', reason, now, random, age, retryAfter: error.retryAfter }
  }
  return { type: 'refused', reason }
}
