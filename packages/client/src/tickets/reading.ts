import { atom, onMount, type ReadableAtom } from 'nanostores'
import type { Core } from '../core.ts'
import { type Failure, failureOf } from '../failure.ts'
import type { ConnectionState, LiveSignal } from '../live/connection.ts'
import type { OutboxView } from '../outbox/outbox.ts'

/** What a list or conversation is made of, besides what it has read. */
export interface Surroundings {
  readonly connection: ConnectionState
  readonly entries: readonly OutboxView[]
}

export interface ReadingParts<State> {
  /** The state to show before anything was read. */
  readonly initial: State
  /** Reads anew and keeps what it has read. */
  read(): Promise<void>
  /** The state after whatever has changed; `failure` is why the last reading failed. */
  state(surroundings: Surroundings, failure: Failure | undefined): State
  /** Takes a live event in. */
  event(signal: Extract<LiveSignal, { type: 'event' }>['event']): void
  /** Takes in what the outbox holds. */
  entries(entries: readonly OutboxView[]): void
  /** Forgets what belongs to the person before. */
  forget(): void
}

export interface Reading<State> {
  readonly $state: ReadableAtom<State>
  /** Reads anew; one reading at a time, and one more if asked meanwhile. */
  refresh(): Promise<void>
  /** Shows what has changed. */
  show(): void
}

/** What is common to all that is read, kept current by live events, and mixed with what is on its way. */
export function createReading<State>(core: Core, parts: ReadingParts<State>): Reading<State> {
  const $state = atom<State>(parts.initial)
  let connection: ConnectionState = 'connecting'
  let entries: readonly OutboxView[] = []
  let failure: Failure | undefined
  let read = false
  let flight: Promise<void> | undefined
  let again = false

  function show(): void {
    if (read) $state.set(parts.state({ connection, entries }, failure))
  }

  async function readOnce(): Promise<void> {
    try {
      await parts.read()
      failure = undefined
    } catch (error) {
      failure = failureOf(error)
    }
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

  /** While somebody watches: the first reading, live events, the outbox. */
  onMount($state, () => {
    const stops: (() => void)[] = []
    let stopped = false
    const until = (stop: () => void) => (stopped ? stop() : stops.push(stop))
    until(
      core.session.onToken((_, changed) => {
        if (!changed) return
        parts.forget()
        read = false
        $state.set(parts.initial)
        void refresh()
      }),
    )
    void refresh()
    void core.live().then(
      (live) => {
        if (stopped) return
        until(
          live.listen((signal) => {
            if (signal.type === 'reload') return void refresh()
            parts.event(signal.event)
            show()
          }),
        )
        until(
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
        until(
          outbox.$entries.subscribe((all) => {
            entries = all
            parts.entries(all)
            show()
          }),
        )
      },
      () => {},
    )
    return () => {
      stopped = true
      for (const stop of stops) stop()
    }
  })

  return { $state, refresh, show }
}
