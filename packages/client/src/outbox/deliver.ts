import { createTicket } from '@aftercare/protocol'
import type { CallOptions, Core } from '../core.ts'
import { failureOf, SignedOut, SupportProblem } from '../failure.ts'
import type { HeldEntry, Ledger } from './ledger.ts'
import type { OutboxEvent } from './outbox-entry.ts'
import { type Entry, settleEntry } from './shelf.ts'

/** Sends one entry: its files, then itself. Whatever comes of it becomes an event of the entry. */
export async function deliver(core: Core, ledger: Ledger, item: HeldEntry): Promise<void> {
  const { clock } = core
  item.abort = new AbortController()
  const { signal } = item.abort
  const missing = item.entry.files.filter(({ uploaded }) => !uploaded).length
  ledger.apply(item, { type: 'taken', files: missing })
  try {
    if (!item.entry.owner) item.entry = { ...item.entry, owner: await core.session.identity() }
    if (missing > 0) await (await import('./upload-files.ts')).uploadFiles(core, ledger, item, signal)
    await acknowledge(await send(core, item.entry, signal), false)
  } catch (error) {
    // We ended it ourselves: closed, or another person came.
    if (signal.aborted) ledger.apply(item, { type: 'resumed', now: clock.now() })
    else await fail(error)
  } finally {
    item.abort = undefined
  }

  async function acknowledge(result: unknown, differs: boolean): Promise<void> {
    await settleEntry(core, item.entry, true)
    ledger.apply(item, { type: 'answered', result, differs })
  }

  async function fail(cause: unknown): Promise<void> {
    let error = cause
    if (error instanceof SupportProblem) {
      const { code, answeredAt = clock.now() } = error
      item.entry = { firstAnswerAt: answeredAt, ...item.entry }
      if (code === 'idempotency_mismatch' && item.entry.phase.status === 'sending') {
        // It is there already: what the server holds under this id counts.
        const { readBack, differs } = await import('./read-back.ts')
        const result = await readBack(core, item.entry, signal).catch((reason: unknown) => {
          if (failureOf(reason).kind !== 'not_found') error = reason
        })
        if (result) return acknowledge(result, differs(item.entry, result))
      }
      if (code === 'attachment_unknown') {
        // The server let go of the files: they go again, as new ones, when the person says so.
        item.entry = (await import('./upload-files.ts')).renewedFiles(core, item.entry)
      }
    }
    ledger.apply(item, eventOf(error, core, item.entry))
    await ledger.keep(item)
  }
}

function send(core: Core, { id, conversation, write, owner, files }: Entry, signal: AbortSignal): Promise<unknown> {
  const options: CallOptions = { idempotencyKey: id, owner, signal }
  const attachments = files.flatMap(({ uploaded }) => uploaded ?? [])
  if (write.kind === 'ticket') {
    const { kind: _, ...ticket } = write
    return core.call(createTicket, { body: { id, ...ticket, attachments } }, options)
  }
  // Who only raises tickets does not pay for what else can be done with them.
  return import('./deliver-action.ts').then(({ deliverAction }) =>
    deliverAction(core, id, conversation, write, attachments, options),
  )
}

/** What an error says to the entry. */
function eventOf(error: unknown, { clock, random }: Core, { firstAnswerAt }: Entry): OutboxEvent {
  const reason = failureOf(error)
  const now = clock.now()
  const problem = error instanceof SupportProblem ? error : undefined
  const status = problem?.problem.status
  if (error instanceof SignedOut || status === 401) return { type: 'unauthorized', reason }
  const later = !status || status >= 500 || [408, 425, 429].includes(status) || problem.code === 'idempotency_in_flight'
  if (!later) return { type: 'refused', reason }
  const bytes = new Uint8Array(1)
  random(bytes)
  const age = problem && firstAnswerAt ? (problem.answeredAt ?? now) - firstAnswerAt : 0
  return { type: 'failed', reason, now, random: bytes[0]! / 256, age, retryAfter: problem?.retryAfter }
}
