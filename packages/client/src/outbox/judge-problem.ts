import { newId } from '@aftercare/protocol'
import type { Core } from '../core.ts'
import { replyDraft } from '../drafts/reply-draft.ts'
import { failureOf, SupportProblem } from '../failure.ts'
import { keep } from '../persistence/keep.ts'
import type { HeldEntry } from './ledger.ts'
import type { OutboxEvent } from './outbox-entry.ts'
import { differs, readBack } from './read-back.ts'
import { type Entry, entryPrefix, openKey } from './shelf.ts'

/**
 * What a problem that the server has answered with says to the entry. `failed` is what it is where a later try may
 * do better. Loaded with the first problem: that one came over the network just now.
 */
export async function judgeProblem(
  core: Core,
  item: HeldEntry,
  problem: SupportProblem,
  failed: Extract<OutboxEvent, { type: 'failed' }>,
  signal: AbortSignal,
): Promise<OutboxEvent> {
  // What is refused may be withdrawn later, and there may be no network by then.
  import('./take-up.ts').catch(() => {})
  const { code, answeredAt = failed.now } = problem
  item.entry = { firstAnswerAt: answeredAt, ...item.entry }
  const { status } = item.entry.phase
  const known = code === 'idempotency_mismatch' || code === 'id_unavailable'
  if (code === 'attachment_unknown' || (known && status === 'sending')) {
    // What the server holds under this id counts: it is there already, also where it has forgotten the key by now. So
    // may be what has lost its files here, where the browser has taken the word that another tab sent it.
    try {
      const result = await readBack(core, item.entry, signal)
      const other = differs(item.entry, result)
      if (other) await offerAsReply(core, item.entry)
      return { type: 'answered', result, differs: other }
    } catch (error) {
      if (signal.aborted) return { type: 'resumed', now: failed.now }
      const reason = failureOf(error)
      if (!(error instanceof SupportProblem))
        return reason.kind === 'signed_out' ? { type: 'unauthorized', reason } : { ...failed, reason }
      if (reason.kind !== 'not_found') return eventOf(error, { ...failed, reason }, item)
    }
  }
  if (code === 'attachment_unknown') {
    // The server let go of the files: they go again, as new ones, when the person says so.
    const files = item.entry.files.map(({ uploaded: _, ...file }) => ({ ...file, key: newId(core.random) }))
    item.entry = { ...item.entry, files }
    // It is not there, under this key or any other: what it goes with can be chosen anew.
    await keep(core, item.entry.owner, [
      { type: 'require', key: entryPrefix + item.entry.id },
      { type: 'put', key: openKey(item.entry), value: true },
    ])
  }
  return eventOf(problem, failed, item)
}

/** What the server has is not what was written here: that is found in the ticket's reply, as a draft. */
async function offerAsReply(core: Core, { id, owner, conversation, write }: Entry): Promise<void> {
  if (write.kind !== 'ticket' && write.kind !== 'message') return
  const [body, kind] =
    write.kind === 'ticket' ? [`${write.subject}\n\n${write.description}`, 'reply'] : [write.body, write.messageKind]
  const record = { version: 1, savedAt: core.clock.now(), value: { body, kind } }
  await keep(core, owner, [{ type: 'put', key: `draft/${replyDraft(conversation)}\n${id}`, value: record }])
}

function eventOf(
  { problem: { status }, code, retryAfter, answeredAt }: SupportProblem,
  failed: Extract<OutboxEvent, { type: 'failed' }>,
  { entry: { firstAnswerAt } }: HeldEntry,
): OutboxEvent {
  const { reason, now } = failed
  if (status === 401) return { type: 'unauthorized', reason }
  const later = status >= 500 || [408, 425, 429].includes(status) || code === 'idempotency_in_flight'
  if (!later) return { type: 'refused', reason }
  return { ...failed, age: firstAnswerAt ? (answeredAt ?? now) - firstAnswerAt : 0, retryAfter }
}
