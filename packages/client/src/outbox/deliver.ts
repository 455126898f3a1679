import { createTicket } from '@aftercare/protocol'
import type { CallOptions, Core } from '../core.ts'
import { failureOf, SignedOut, SupportProblem } from '../failure.ts'
import type { HeldEntry, Ledger } from './ledger.ts'
import type { OutboxEvent } from './outbox-entry.ts'
import { type Entry, settleEntry } from './shelf.ts'

/** Sends one entry: its files, then itself. Whatever comes of it becomes an event of the entry. */
export async function deliver(core: Core, ledger: Ledger, item: HeldEntry): Promise<void> {
  item.abort = new AbortController()
  const { signal } = item.abort
  const missing = item.entry.files.filter(({ uploaded }) => !uploaded).length
  ledger.apply(item, { type: 'taken', files: missing })
  let event: OutboxEvent
  let noToken = false
  try {
    // Whose it is, if nobody could be asked before, is known as soon as there is a token.
    await core.session.identity()
    if (item.entry.files.length > 0) await (await import('./upload-files.ts')).uploadFiles(core, ledger, item, signal)
    event = { type: 'answered', result: await send(core, item.entry, signal), differs: false }
  } catch (error) {
    noToken = error instanceof SignedOut
    // We ended it ourselves: closed, or another person came.
    event = signal.aborted ? { type: 'resumed', now: core.clock.now() } : await eventOf(core, item, error, signal)
  }
  if (event.type === 'answered') await settleEntry(core, item.entry, true)
  item.blocked = event.type === 'unauthorized' && (noToken ? 'no token' : 'refused')
  ledger.apply(item, event)
  await ledger.keep(item)
  item.abort = undefined
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
async function eventOf(core: Core, item: HeldEntry, error: unknown, signal: AbortSignal): Promise<OutboxEvent> {
  const reason = failureOf(error)
  if (error instanceof SignedOut) return { type: 'unauthorized', reason }
  const random = new Uint8Array(1)
  core.random(random)
  const failed = { type: 'failed', reason, now: core.clock.now(), random: random[0]! / 256, age: 0 } as const
  if (!(error instanceof SupportProblem)) return failed
  try {
    return await (await import('./judge-problem.ts')).judgeProblem(core, item, error, failed, signal)
  } catch {
    // It does not load: that is the network as well.
    return failed
  }
}
