import { newId } from '@aftercare/protocol'
import type { Core } from '../core.ts'
import type { Channel } from '../environment.ts'
import { SignedOut } from '../failure.ts'
import type { ChosenFiles } from '../files/chosen-files.ts'
import { heedLogout } from '../persistence/keep.ts'
import { heldByPage, type OpenPersistence } from '../persistence/persistence.ts'
import { createDrain } from './drain.ts'
import { createLedger, type Ledger } from './ledger.ts'
import type { Outbox } from './outbox.ts'
import { type Entry, entryPrefix, putEntry } from './shelf.ts'

/** An outbox with what else of it the client needs in places that load later. */
export interface OpenOutbox extends Outbox, Omit<Ledger, '$entries' | 'opened'> {
  /** Says to other tabs that something has changed. */
  tell(): void
}

/** Opens the outbox of a core: what was left on the device is taken up again. */
export async function openOutbox(core: Core): Promise<Outbox> {
  const { clock, random, environment, session } = core
  const { attention } = environment
  const ledger = createLedger(core, () => {
    tell()
    void drain.run()
  })
  const drain = createDrain(core, ledger, reload, tell)
  let channel: Channel | undefined
  let lastOrder = 0
  /** Who is signed in, as far as this outbox has heard. */
  let known: string | undefined
  /** How often another tab said that something changed since this one has looked. */
  let told = 0
  /** On their way to the device: not another tab's. */
  const writing = new Set<string>()

  function tell(): void {
    channel?.post('changed')
  }

  async function compare(open: OpenPersistence): Promise<void> {
    if (open.name !== ledger.opened?.name) {
      channel?.close()
      channel = environment.channel(open.name, () => {
        told += 1
        drain.heard()
        void drain.run()
      })
    }
    ledger.opened = open
    const mine = [...ledger.held.values()].filter((item) => !item.bytes && item.entry.owner === open.identity)
    const again = told
    const found = new Map(await open.store.list(entryPrefix))
    // Also what was withdrawn here: it may have been on its way from another tab.
    const gone = mine.filter(
      (item) => item.entry.phase.status !== 'acknowledged' && !item.abort && !found.has(entryPrefix + item.entry.id),
    )
    for (const key of found.keys()) {
      const id = key.slice(entryPrefix.length)
      // Nothing new: the checks need not even be loaded.
      if (writing.has(id) || (ledger.held.has(id) && !again)) found.delete(key)
    }
    if (found.size + gone.length > 0) {
      const { takeUp } = await import('./take-up.ts')
      await takeUp(core, ledger, open, [...found.values()], gone)
    }
    // Last: a page that was frozen in the middle hears only now of what was done meanwhile.
    await heedLogout(core, open)
    told -= again
  }

  /** Compares with the device; where nobody is known or it does not answer, the next look finds out. */
  function reload(): Promise<void> {
    return core
      .persistence()
      .then(compare)
      .catch(() => {})
  }

  /** The network may be back, the page may be seen again: what waited for that waits no longer. */
  function hint(): void {
    for (const item of ledger.held.values()) {
      const { phase } = item.entry
      const offline = phase.status === 'waiting' && phase.reason.kind === 'offline'
      if (offline || phase.status === 'blocked_auth') ledger.apply(item, { type: 'retry' })
    }
    void drain.run()
  }

  const stops = [
    attention.onOnline(hint),
    attention.onVisibility(() => attention.visible() && hint()),
    session.onToken(({ identity }, changed) => {
      known = identity
      for (const item of ledger.held.values()) {
        // Written while nobody could be asked: it is this person's, and no later one's.
        const owner = item.entry.owner ?? identity
        item.entry = { ...item.entry, owner }
        if (owner !== identity) {
          // Another person: nothing of the one before is sent or shown any more.
          item.abort?.abort()
          if (item.durable) {
            ledger.held.delete(item.entry.id)
            // It waits for its person on the device; nobody is there any more once that was wiped.
            item.$state.set(
              identity
                ? { status: 'blocked_auth', durable: true, reason: { kind: 'signed_out' } }
                : { status: 'cancelled' },
            )
          }
        }
        // While sending it is our own refresh, and who was refused with it is not helped by it.
        else if (changed || item.blocked === 'no token' || !drain.running) ledger.apply(item, { type: 'authorized' })
      }
      if (changed) {
        ledger.opened = undefined
        ledger.$entries.set([])
      }
      void drain.run()
    }),
  ]

  const outbox: OpenOutbox = {
    ...ledger,
    tell,
    async submit({ write, conversation, attachments = [], draft }) {
      const id = newId(random)
      writing.add(id)
      // Whoever writes without files loads nothing of what they need.
      const { files, bytes }: ChosenFiles = attachments.length
        ? await (await import('../files/chosen-files.ts')).readFiles(attachments, random)
        : { files: [], bytes: [] }
      const owner = await session.identity().catch(() => undefined)
      // Typed by one person, it does not go as another's who has signed in since.
      if (draft?.owner && owner && draft.owner !== owner) throw new SignedOut('Another person is signed in')
      const createdAt = clock.now()
      lastOrder = Math.max(createdAt, lastOrder + 1, ...[...ledger.held.values()].map(({ entry }) => entry.order + 1))
      const entry: Entry = {
        id,
        owner,
        conversation: conversation ?? id,
        createdAt,
        order: lastOrder,
        write,
        files,
        phase: { status: 'queued', attempt: 0 },
      }
      const durable = await putEntry(core, entry, bytes, draft?.discard())
      if (!durable) core.column(heldByPage).push(id)
      const { submission } = ledger.add({ ...entry, owner: owner ?? known }, durable, durable ? undefined : bytes)
      if (!durable && draft) {
        // The device has not let go of the draft either: it goes when what was made of it has arrived.
        submission.$state.listen(({ status }) => {
          if (status === 'acknowledged' && draft.value === undefined) void draft.clear()
        })
      }
      writing.delete(id)
      tell()
      void drain.run()
      return submission
    },
    drain: drain.run,
    async close() {
      for (const stop of stops) stop()
      await drain.stop()
      channel?.close()
      // A write that is cancelled later has nobody to tell.
      channel = undefined
    },
  }
  core.onClose(outbox.close)
  void drain.run()
  return outbox
}
