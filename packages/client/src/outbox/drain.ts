import type { Core } from '../core.ts'
import { deliver } from './deliver.ts'
import { type HeldEntry, type Ledger, settled } from './ledger.ts'

/** Conversations that are sent at the same time. */
const atOnce = 4
/** How soon to look again when another tab is sending. Milliseconds. */
const otherTab = 5000
/** A frozen tab keeps its lock and says nothing: after so long it is passed over. The server makes one of what is sent twice. Milliseconds. */
const patience = 60_000
/** A timer further off would be cut to a wrong one by the platform. Milliseconds. */
const day = 24 * 60 * 60 * 1000

export interface Drain {
  /** Sends what is due; resolves when nothing is in hand any more. */
  run(): Promise<void>
  readonly running: boolean
  /** Another tab has said something: it lives. */
  heard(): void
  stop(): Promise<void>
}

/** Sends what is due, at its time. `reload` compares with the device and `tell` says to other tabs what changed. */
export function createDrain(core: Core, ledger: Ledger, reload: () => Promise<void>, tell: () => void): Drain {
  const { clock, environment } = core
  let draining: Promise<void> | undefined
  let stopped = false
  /** Since when another tab has held the lock without a word. */
  let silentSince: number | undefined
  let cancelTimer = () => {}
  /** Wakes a cycle that waits for an answer, so that it looks at what is new. */
  let poke = () => {}

  /** The first unsettled entry of each conversation: the others wait behind it. */
  function heads(): readonly HeldEntry[] {
    const first = new Map<string, HeldEntry>()
    for (const item of ledger.held.values()) {
      const { id, conversation, owner, order } = item.entry
      if (settled(item) || (owner && ledger.opened && owner !== ledger.opened.identity)) continue
      const other = first.get(conversation)
      // What a conversation begins with goes before all that answers to it, whatever the clock was then.
      const earlier = id === conversation || (other && other.entry.id !== conversation && order < other.entry.order)
      if (!other || earlier) first.set(conversation, item)
    }
    return [...first.values()]
  }

  function due({ entry: { phase } }: HeldEntry): boolean {
    return phase.status === 'queued' || (phase.status === 'waiting' && phase.retryAt <= clock.now())
  }

  /** Until nothing is due any more. False when another tab is at it. */
  async function cycle(): Promise<boolean | undefined> {
    await reload()
    if (!heads().some(due)) return true
    // The clock may have been set back since.
    if (silentSince !== undefined && Math.abs(clock.now() - silentSince) > patience) return send()
    return environment.locks(ledger.opened?.name ?? core.url, send)
  }

  async function send(): Promise<true> {
    silentSince = undefined
    const running = new Map<string, Promise<void>>()
    do {
      // Another tab may have sent it while we waited, for the lock or for an answer.
      await reload()
      const poked = new Promise<void>((resolve) => {
        poke = resolve
      })
      for (const item of stopped ? [] : heads()) {
        const { conversation } = item.entry
        if (running.size >= atOnce || running.has(conversation) || !due(item)) continue
        const sending = deliver(core, ledger, item).finally(() => {
          running.delete(conversation)
          tell()
        })
        running.set(conversation, sending)
      }
      await Promise.race([...running.values(), running.size > 0 && poked])
    } while (running.size > 0 || (!stopped && heads().some(due)))
    return true
  }

  function run(): Promise<void> {
    poke()
    if (stopped) return Promise.resolve()
    draining ??= cycle()
      .catch(() => false)
      .then((had) => {
        draining = undefined
        if (!had) silentSince ??= clock.now()
        schedule(had ?? false)
      })
    return draining
  }

  function schedule(had: boolean): void {
    cancelTimer()
    if (stopped) return
    const open = heads()
    // Came while the cycle was ending.
    if (had && open.some(due)) return void run()
    const now = clock.now()
    const times = open.flatMap((item) => {
      // The clock may have been set back since.
      if (item.entry.phase.status === 'waiting') ledger.apply(item, { type: 'resumed', now })
      const { phase } = item.entry
      return due(item) ? now + otherTab : phase.status === 'waiting' ? phase.retryAt : []
    })
    if (times.length > 0) cancelTimer = clock.after(Math.min(day, Math.max(0, Math.min(...times) - now)), run)
  }

  return {
    run,
    heard() {
      silentSince = undefined
    },
    get running() {
      return draining !== undefined
    },
    async stop() {
      stopped = true
      cancelTimer()
      for (const item of ledger.held.values()) item.abort?.abort()
      poke()
      await draining
    },
  }
}
