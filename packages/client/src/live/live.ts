import { listen, type SupportEvent } from '@aftercare/protocol'
import { atom } from 'nanostores'
import type { Core } from '../core.ts'
import { NetworkFailure } from '../failure.ts'
import type { ConnectionState, Live, LiveSignal } from './connection.ts'
import { eventStreamParser } from './event-stream.ts'

// Milliseconds.
const second = 1000
/** A heartbeat comes every 15 s: three missed mean that the connection is dead, whatever the platform thinks. */
const silence = 45 * second
/** What a stream says first comes at once, unless something on the way holds it back. */
const firstWord = 10 * second
const hiddenFor = 60 * second
const pollEvery = 15 * second
/** A stream that ends sooner than this has failed; one that ends later has only come to its end. */
const healthy = 5 * second
/** After that many failures in a row changes are asked for instead. */
const patience = 3

/** The live updates of a core. Connects with the first listener and ends with the last. */
export function createLive(core: Core): Live {
  const { clock, session, environment } = core
  const { attention } = environment
  const $connection = atom<ConnectionState>('connecting')
  const listeners = new Set<(signal: LiveSignal) => void>()
  let lastEventId: string | undefined
  let stopAll: (() => void) | undefined

  function tell(signal: LiveSignal): void {
    for (const listener of listeners) listener(signal)
  }

  /** Connects again and again until it is stopped. */
  function run(): () => void {
    const stopped = new AbortController()
    let connection: AbortController | undefined
    let wake = () => {}
    let cancelHiding = () => {}
    let hidden = false
    let cancelPoll: (() => void) | undefined

    const pause = (milliseconds: number) =>
      new Promise<void>((resolve) => {
        const cancel = clock.after(milliseconds, resolve)
        wake = () => {
          cancel()
          resolve()
        }
      })

    function poll(): void {
      cancelPoll = clock.after(pollEvery, () => {
        if (!hidden) tell({ type: 'reload' })
        poll()
      })
    }

    async function forever(): Promise<void> {
      let failures = 0
      while (!stopped.signal.aborted) {
        if (hidden) {
          await pause(24 * 60 * 60 * second)
          continue
        }
        connection = new AbortController()
        const begun = clock.now()
        let ready = false
        let offline = false
        try {
          await stream(connection, () => {
            ready = true
            cancelPoll?.()
            cancelPoll = undefined
            $connection.set('live')
          })
        } catch (error) {
          offline = error instanceof NetworkFailure
        }
        if (stopped.signal.aborted) break
        if (hidden || (ready && clock.now() - begun >= healthy)) {
          failures = 0
          $connection.set('connecting')
          continue
        }
        failures += 1
        if (failures >= patience && !cancelPoll) poll()
        $connection.set(offline && !ready ? 'offline' : failures >= patience ? 'polling' : 'connecting')
        await pause(fraction() * Math.min(60 * second, second * 2 ** failures))
      }
    }

    function visibility(): void {
      cancelHiding()
      if (attention.visible()) {
        hidden = false
        wake()
      } else {
        cancelHiding = clock.after(hiddenFor, () => {
          hidden = true
          $connection.set('connecting')
          connection?.abort()
        })
      }
    }

    const stops = [
      attention.onVisibility(visibility),
      attention.onOnline(() => wake()),
      // A dead connection is not noticed for a while: whether it is dead, the next one shows at once.
      attention.onOffline(() => connection?.abort()),
      session.onToken((_, changed) => {
        if (!changed) return
        // Another person: other events, and nothing to resume.
        lastEventId = undefined
        connection?.abort()
        tell({ type: 'reload' })
      }),
    ]
    visibility()
    void forever()
    return () => {
      stopped.abort()
      connection?.abort()
      cancelHiding()
      cancelPoll?.()
      for (const stop of stops) stop()
      wake()
    }
  }

  /** One connection, from its request to its end. */
  async function stream(connection: AbortController, ready: () => void): Promise<void> {
    const { signal } = connection
    const resumed = lastEventId
    const { expiresAt } = await session.token()
    const response = await core.send(
      listen,
      {},
      { signal, headers: resumed === undefined ? {} : { 'Last-Event-ID': resumed } },
    )
    const { eventSchema } = await import('@aftercare/protocol/schemas')
    const reader = response.body?.getReader()
    if (!reader) return
    const parser = eventStreamParser()
    const end = () => connection.abort()
    signal.addEventListener('abort', () => void reader.cancel().catch(() => {}))
    // The server ends it then as well; who comes first does not matter, for it is resumed.
    const cancelExpiry =
      expiresAt === Infinity ? () => {} : clock.after(Math.min(expiresAt - clock.now(), 2 ** 31 - 1), end)
    let cancelSilence = clock.after(firstWord, end)
    try {
      for (;;) {
        const { done, value } = await reader.read()
        if (done || signal.aborted) return
        cancelSilence()
        cancelSilence = clock.after(silence, end)
        for (const message of parser.push(value)) {
          if (message.event === 'ready') {
            ready()
            // A reading that began before this point may lack what happened in between.
            if (resumed === undefined) tell({ type: 'reload' })
            lastEventId ??= seqOf(message.data)
          } else if (message.event === 'reset') {
            lastEventId = message.lastEventId || undefined
            tell({ type: 'reload' })
          } else {
            // What a newer server says beyond this version is passed over.
            const parsed = eventSchema.safeParse(json(message.data))
            if (parsed.success) tell({ type: 'event', event: parsed.data satisfies SupportEvent })
            lastEventId = message.lastEventId || lastEventId
          }
        }
      }
    } finally {
      cancelExpiry()
      cancelSilence()
      connection.abort()
    }
  }

  function fraction(): number {
    const bytes = new Uint8Array(2)
    core.random(bytes)
    return (bytes[0]! * 256 + bytes[1]!) / 65536
  }

  const live: Live = {
    $connection,
    listen(listener) {
      listeners.add(listener)
      stopAll ??= run()
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        stopAll?.()
        stopAll = undefined
      }
    },
    close() {
      listeners.clear()
      stopAll?.()
      stopAll = undefined
    },
  }
  core.onClose(() => live.close())
  return live
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The position a stream starts from: also a stream that said nothing yet can be resumed. */
function seqOf(data: string): string | undefined {
  const said = json(data)
  const seq = typeof said === 'object' && said !== null && 'seq' in said ? said.seq : undefined
  return typeof seq === 'number' ? String(seq) : undefined
}
