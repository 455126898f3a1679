import { listMessages, readTicket } from '@aftercare/protocol'
import type { CallOptions, Core } from '../core.ts'
import { SupportProblem } from '../failure.ts'
import type { Entry } from './shelf.ts'

/**
 * What the server holds under the entry's id, whoever sent it there.
 *
 * @throws SupportProblem `not_found`, where there is nothing
 */
export async function readBack(core: Core, entry: Entry, signal?: AbortSignal): Promise<unknown> {
  const { id, write, conversation, owner } = entry
  // Nobody is shown what the server holds of it; the key is all that makes it one.
  if (write.kind === 'feedback') return write.feedback
  const options: CallOptions = { owner, ...(signal && { signal }) }
  // What an action or a correction makes is the ticket as it stands.
  if (write.kind !== 'message') return core.call(readTicket, { params: { ticketId: conversation } }, options)
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = { limit: '100', cursor: cursor ?? undefined }
    const page = await core.call(listMessages, { params: { ticketId: conversation }, query }, options)
    const found = page.items.find((message) => message.id === id)
    if (found) return found
    cursor = page.next
  }
  throw new SupportProblem({ type: 'about:blank', title: 'The message is not there', status: 404, code: 'not_found' })
}

/** Whether what the server holds says something else than the entry. */
export function differs({ write }: Entry, result: unknown): boolean {
  const held = result as Readonly<Record<string, unknown>>
  switch (write.kind) {
    case 'ticket':
      return held['subject'] !== write.subject || held['description'] !== write.description
    case 'message':
      return held['body'] !== write.body
    default:
      return false
  }
}
