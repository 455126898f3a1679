import { atom, type WritableAtom } from 'nanostores'
import type { Core } from '../core.ts'
import { SubmissionFailed } from '../failure.ts'
import type { OpenPersistence } from '../persistence/persistence.ts'
import type { OutboxView } from './outbox.ts'
import { type OutboxEvent, type Phase, reduce } from './outbox-entry.ts'
import { type Entry, putEntry, settleEntry } from './shelf.ts'
import type { OutboxState, StoredFile, Submission } from './submission.ts'

/** An entry in this page's hands, with what is known of it beyond the disk. */
export interface HeldEntry {
  entry: Entry
  durable: boolean
  /** The device holds its present phase. */
  kept: boolean
  /** Bytes of the files, as long as the device has not taken them. */
  bytes: readonly StoredFile['bytes'][] | undefined
  /** Ends what is being sent; there only while it is in hand. */
  abort: AbortController | undefined
  /** Told of a file that was taken away; there only while files are sent. */
  removed?: ((index: number) => void) | undefined
  /** This page had no token for it, or one that was refused: that another page has none either is no reason to try again. */
  blocked?: 'no token' | 'refused' | false
  /** When the server last did not say what came of what another tab has sent. Milliseconds since the epoch. */
  unreadAt?: number
  /** How often in a row the device has not said what other tabs have done to it. */
  unheard?: number | undefined
  /** Files of which the server may hold something. */
  begun?: Set<number> | undefined
  readonly $state: WritableAtom<OutboxState<unknown>>
  readonly submission: Submission<unknown>
}

/** The entries of this page, and where each stands. */
export interface Ledger {
  readonly held: Map<string, HeldEntry>
  readonly $entries: WritableAtom<readonly OutboxView[]>
  /** The store they were last compared with. */
  opened: OpenPersistence | undefined
  add(entry: Entry, durable: boolean, bytes?: HeldEntry['bytes']): HeldEntry
  apply(item: HeldEntry, event: OutboxEvent): void
  /** Keeps where the entry stands; what the device refused before, it may take now. */
  keep(item: HeldEntry): Promise<void>
  show(): void
  /** Says to other tabs that something has changed, and sends what is due. */
  changed(): void
}

/** Nothing leads out of it any more. */
export const final = ({ entry: { phase } }: HeldEntry) =>
  phase.status === 'acknowledged' || phase.status === 'cancelled'

/** It holds up nothing that stands behind it. */
export const settled = (item: HeldEntry) => final(item) || item.entry.phase.status === 'dead'

/** `changed` is told when a person retries or withdraws an entry. */
export function createLedger(core: Core, changed: () => void): Ledger {
  const ledger: Ledger = {
    held: new Map(),
    $entries: atom([]),
    opened: undefined,
    changed,
    add(entry, durable, bytes) {
      const $state = atom(stateOf(entry.phase, durable))
      const item: HeldEntry = {
        entry,
        durable,
        kept: true,
        bytes,
        abort: undefined,
        $state,
        submission: {
          id: entry.id,
          $state,
          // Made anew for who asks: it looks at where the write stands now, and nobody has to handle it unasked.
          get acknowledged() {
            return outcome($state)
          },
          retry: () => change('retry'),
          pause() {
            change('pause')
            if (item.entry.phase.status === 'paused') item.abort?.abort()
          },
          async cancel() {
            if (final(item)) return
            ledger.apply(item, { type: 'cancel' })
            item.abort?.abort()
            await settleEntry(core, item.entry, false)
            changed()
          },
        },
      }
      const change = (type: 'retry' | 'pause') => {
        ledger.apply(item, { type })
        void ledger.keep(item).then(changed)
      }
      ledger.held.set(entry.id, item)
      ledger.show()
      return item
    },
    apply(item, event) {
      // Somebody else is signed in: what was in hand ends unsaid.
      if (!ledger.held.has(item.entry.id)) return
      const phase = reduce(item.entry.phase, event)
      item.kept &&= phase === item.entry.phase
      item.entry = { ...item.entry, phase }
      if (final(item)) item.bytes = undefined
      item.$state.set(stateOf(phase, item.durable))
      ledger.show()
    },
    async keep(item) {
      const { entry } = item
      if (final(item)) return
      if (await putEntry(core, entry, item.bytes)) {
        item.durable = true
        item.bytes = undefined
        item.kept ||= entry === item.entry
      }
      // Settled meanwhile, by the person or another tab: it must not come back.
      if (final(item)) await settleEntry(core, item.entry, item.entry.phase.status === 'acknowledged')
      // How far its files are stays said.
      else item.$state.set({ ...item.$state.get(), durable: item.durable } as OutboxState<unknown>)
    },
    show() {
      const mine = [...ledger.held.values()].filter(
        ({ entry: { owner } }) => !owner || !ledger.opened || owner === ledger.opened.identity,
      )
      ledger.$entries.set(
        mine
          .sort((a, b) => a.entry.order - b.entry.order)
          .map(({ entry, $state, submission: { retry, pause, cancel } }) => {
            return { ...entry, state: $state.get(), retry, pause, cancel }
          }),
      )
    },
  }
  return ledger
}

/** What is shown of a phase. */
const stateOf = (phase: Phase, durable: boolean): OutboxState<unknown> => Object.assign({ durable }, phase)

function outcome($state: WritableAtom<OutboxState<unknown>>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const look = (state: OutboxState<unknown>) => {
      if (state.status === 'acknowledged') resolve(state.result)
      else if (['cancelled', 'dead', 'needs_attention'].includes(state.status)) reject(new SubmissionFailed(state))
      else return
      stop()
    }
    const stop = $state.listen(look)
    look($state.get())
  })
}
