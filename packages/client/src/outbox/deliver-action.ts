import {
  actOnTicket,
  addMessage,
  type Correction,
  correctTicket,
  rateArticle,
  readTicketDetails,
} from '@aftercare/protocol'
import type { CallOptions, Core } from '../core.ts'
import { NetworkFailure, SupportProblem } from '../failure.ts'
import type { FileReference, Write } from './outbox-entry.ts'

type ActionWrite = Exclude<Write, { readonly kind: 'ticket' }>

/** A ticket that changes under our hands is read again so often; what still changes then waits for the next try. */
const attempts = 3

/**
 * Sends what is done with what there is. Resolves with the ticket as it then stands, with the message, or with what is
 * said of the article.
 */
export async function deliverAction(
  core: Core,
  id: string,
  conversation: string,
  write: ActionWrite,
  attachments: FileReference[],
  options: CallOptions,
): Promise<unknown> {
  if (write.kind === 'feedback') {
    const { slug, locale, feedback } = write
    return core.call(rateArticle, { params: { slug }, body: { id, locale, ...feedback } }, options)
  }
  const ticketId = conversation
  if (write.kind === 'message') {
    const { body, messageKind: kind } = write
    return core.call(addMessage, { params: { ticketId }, body: { id, body, attachments, kind } }, options)
  }
  if (write.kind === 'action') {
    return core.call(actOnTicket, { params: { ticketId }, body: { id, action: write.action } }, options)
  }
  return deliverCorrection(core, ticketId, write, options)
}

/**
 * A correction waits, perhaps for days, and its ticket goes on meanwhile. What must not be written over unseen is
 * what it corrects: while that still says what the person saw, whatever else has changed is no reason to refuse it.
 */
async function deliverCorrection(
  core: Core,
  ticketId: string,
  { correction, seen }: Extract<Write, { readonly kind: 'correction' }>,
  options: CallOptions,
): Promise<unknown> {
  const params = { ticketId }
  const { idempotencyKey: _, ...reading } = options
  for (let attempt = 1; ; attempt++) {
    const response = await core.send(readTicketDetails, { params }, reading)
    const etag = response.headers.get('ETag')
    const held: Readonly<Record<string, unknown>> = await response.json()
    if (!etag) throw new NetworkFailure('The details came without an ETag')
    const same = Object.keys(correction).every((name) => says(held[name], seen[name as keyof Correction]))
    if (!same && !says(picked(held, correction), correction)) throw overtaken()
    try {
      return await core.call(correctTicket, { params, body: correction }, { ...options, headers: { 'If-Match': etag } })
    } catch (error) {
      const stale = error instanceof SupportProblem && error.code === 'precondition_failed'
      if (!stale) throw error
      if (attempt === attempts) throw new NetworkFailure('The ticket changes too often just now', { cause: error })
    }
  }
}

/** What comes back from the server and from the device has its members in the order in which they were sent. */
const says = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null)

/** Already as it should be: our own answer was lost, and the server knows the key. */
const picked = (held: Readonly<Record<string, unknown>>, correction: Correction): unknown =>
  Object.fromEntries(Object.keys(correction).map((name) => [name, held[name]]))

const overtaken = (): SupportProblem =>
  new SupportProblem({
    type: 'urn:aftercare:problem:precondition-failed',
    title: 'What was to be corrected has changed',
    status: 412,
    code: 'precondition_failed',
  })
