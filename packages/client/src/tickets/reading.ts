import type { SupportEvent } from '@aftercare/protocol'
import { atom, onMount, type ReadableAtom } from 'nanostores'
import type { Core } from '../core.ts'
import { type Failure, failureOf } from '../failure.ts'
import type { ConnectionState } from '../live/connection.ts'
import type { OutboxView } from '../outbox/outbox.ts'

/** What a list or conversation is made of, besides what it has read. */
export interface Surroundings {
  readonly connection: ConnectionState
  readonly entries: readonly OutboxView[]
}

export interface ReadingParts<State> {
  /** Made for a moment, such as a search: once nobody watches, nothing of it is kept. */
  readonly passing?: boolean
  /** The state to show before anything was read. */
  readonly initial: State
  /** Reads anew; what it resolves with keeps what was read. */
  read(): Promise<() => void>
  /** The state after whatever has changed; `failure` is why the last reading failed. */
  state(surroundings: Surroundings, failure: Failure | undefined): State
  /** Takes a live event in. */
  event(event: SupportEvent): void
  /** Takes in what the server has answered to a write of this page. */
  answer(entry: OutboxView, result: unknown): void
  /** Hears of a write that the server has refused, once each time. */
  refused?(entry: OutboxView): void
  /** Forgets what belongs to the person before. */
  forget(): void
}

export interface Reading<State> {
  readonly $state: ReadableAtom<State>
  /** Reads anew; one reading at a time, and one more if asked meanwhile. */
  refresh(): Promise<void>
  /** Shows what has changed. */
  show(): void
  /** Makes a change that a reading under way, which may be older, does not undo, and shows it. */
  tell(change: () => void): void
  /** Another number for each person: what was asked for another one is not to be kept. */
  epoch(): number
}

/** What is common to all that is read, kept current by live events, and mixed with what is on its way. */
export function createReading<State>(core: Core, parts: ReadingParts<State>): Reading<State> {
  const $state = atom<State>(parts.initial)
  let connection: ConnectionState = 'connecting'
  let entries: readonly OutboxView[] = []
  let failure: Failure | undefined
  let read = false
  let watched = false
  let flight: Promise<void> | undefined
  let again = false
  let epoch = 0
  /** Answers that were taken in: later states come by reading and by events. */
  const taken = new Set<string>()
  const refused = new Set<string>()
  /** Told while a reading is under way, which may not know of it yet. */
  let meanwhile: (() => void)[] = []

  function show(): void {
    if (read) $state.set(parts.state({ connection, entries }, failure))
  }

  function tell(change: () => void): void {
    change()
    if (flight) meanwhile.push(change)
    show()
  }

  async function readOnce(): Promise<void> {
    const mine = epoch
    meanwhile = []
    let result: Failure | undefined
    let keep = () => {}
    try {
      keep = await parts.read()
    } catch (error) {
      result = failureOf(error)
    }
    if (mine !== epoch) return
    keep()
    for (const change of meanwhile) change()
    failure = result
    read = true
    show()
  }

  function refresh(): Promise<void> {
    if (flight) again = true
    flight ??= (async () => {
      do {
        again = false
        await readOnce()
      } while (again)
    })().finally(() => {
      flight = undefined
    })
    return flight
  }

  function forget(): void {
    parts.forget()
    epoch += 1
    read = false
    failure = undefined
    entries = []
    taken.clear()
    refused.clear()
    $state.set(parts.initial)
  }

  const forgetAtChange = () =>
    core.session.onToken((_, changed) => {
      if (!changed) return
      forget()
      if (watched) void refresh()
    })
  if (!parts.passing) forgetAtChange()

  /** While somebody watches: the first reading, live events, the outbox. */
  onMount($state, () => {
    const stops: (() => void)[] = parts.passing ? [forgetAtChange(), forget] : []
    let stopped = false
    watched = true
    void refresh()
    void core.live().then(
      (live) => {
        if (stopped) return
        stops.push(
          live.listen((signal) => {
            if (signal.type === 'reload') return void refresh()
            tell(() => parts.event(signal.event))
          }),
        )
        stops.push(
          live.$connection.subscribe((state) => {
            connection = state
            // Back from a break: what failed then is asked for again.
            if (state === 'live' && failure) void refresh()
            show()
          }),
        )
      },
      () => {},
    )
    void core.outbox().then(
      (outbox) => {
        if (stopped) return
        stops.push(
          outbox.$entries.subscribe((all) => {
            entries = all
            for (const entry of all) {
              const { id, state } = entry
              if (state.status !== 'needs_attention') refused.delete(id)
              else if (refused.size !== refused.add(id).size) parts.refused?.(entry)
              if (state.status !== 'acknowledged' || taken.has(id)) continue
              taken.add(id)
              tell(() => parts.answer(entry, state.result))
            }
            show()
          }),
        )
      },
      () => {},
    )
    return () => {
      stopped = true
      watched = false
      for (const stop of stops) stop()
    }
  })

  return { $state, refresh, show, tell, epoch: () => epoch }
}
