import { recountTickets } from '../service/recount-tickets.ts'
import type { Services } from '../services.ts'
import { fireThresholds } from '../sla/fire-thresholds.ts'
import { actOnSilence } from '../tickets/actions/silence.ts'
import { nextDue } from './due-store.ts'
import { Sweep } from './sweep.ts'

/** Between looks at what is due, in milliseconds: what another process has put off or brought forward is seen then. */
const longestPause = 2_000
/** What could not be done is not tried again at once. */
const shortestPause = 100

/** What becomes due with time alone: shares of promises, silence, and tickets to be read by a new version. */
export interface Clockwork {
  /** Looks at once, and from then on as soon as something is due. */
  start(): void
  /** Resolves when the ticket in hand is done. */
  stop(): Promise<void>
  /** Does everything that is due now; rejects when the database does. */
  runOnce(): Promise<void>
}

export function createClockwork(services: Services): Clockwork {
  const { book, database, clock, log } = services
  const handledUnder = (tx: Parameters<typeof book.of>[0], tenant: string, ticket: { service_version: string }) =>
    book.of(tx, tenant, ticket)
  const sweeps = [
    new Sweep(services, {
      column: 'silence_at',
      act: async (writing, ticket) =>
        actOnSilence(writing, ticket, await handledUnder(writing.tx, writing.tenant, ticket)),
    }),
    new Sweep(services, {
      column: 'clocks_wake_at',
      act: async (writing, ticket) =>
        fireThresholds(writing, ticket, await handledUnder(writing.tx, writing.tenant, ticket)),
    }),
  ]
  let started = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let running = Promise.resolve()

  async function turn(isStopped: () => boolean): Promise<void> {
    await recountTickets(services, isStopped)
    for (const sweep of sweeps) await sweep.run(isStopped)
  }

  async function tick(): Promise<void> {
    let pause = longestPause
    try {
      await turn(() => !started)
      const next = await nextDue(database.reader)
      // A clock that jumped, or a due time that moved meanwhile, costs one pause at most.
      if (next !== null) pause = Math.min(longestPause, Math.max(shortestPause, next - clock()))
    } catch (error) {
      log.error({ error: String(error) }, 'what was due could not be looked at')
    }
    if (started) schedule(pause)
  }

  function schedule(pause: number): void {
    timer = setTimeout(() => {
      running = tick()
    }, pause)
  }

  return {
    start() {
      if (started) return
      started = true
      schedule(0)
    },
    async stop() {
      started = false
      clearTimeout(timer)
      await running
    },
    runOnce: () => turn(() => false),
  }
}
