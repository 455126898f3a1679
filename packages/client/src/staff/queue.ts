import { listTickets, type Ticket } from '@aftercare/protocol'
import { atom, onMount, type ReadableAtom } from 'nanostores'
import type { Core } from '../core.ts'
import { type Failure, failureOf } from '../failure.ts'
import type { ConnectionState } from '../live/connection.ts'
import { type QueueFilters, queryOf } from './queue-filters.ts'

export type QueueState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly reason: Failure }
  | {
      readonly status: 'ready'
      readonly tickets: readonly Ticket[]
      /** Cursor of what follows, null at the end. */
      readonly next: string | null
      readonly loadingMore: boolean
      readonly connection: ConnectionState
      /** Why the last reading failed, while what was read before is still shown. */
      readonly stale?: Failure
    }

/** Tickets by filters, kept current while somebody watches. */
export interface Queue {
  readonly $state: ReadableAtom<QueueState>
  /** Shows the next page as well. */
  more(): Promise<void>
  refresh(): Promise<void>
}

/** Of many events in a row the last one counts. Milliseconds. */
const gathering = 250
const page = 25
const largestPage = 100

/**
 * A queue is read anew when something has happened: whether a ticket is in it, and where, is the server's to say, which
 * knows team, promises and words that a ticket itself does not tell.
 */
export function createQueue(core: Core, filters: QueueFilters): Queue {
  const $state = atom<QueueState>({ status: 'loading' })
  const query = queryOf(filters)
  let connection: ConnectionState = 'connecting'
  let tickets: readonly Ticket[] | undefined
  let next: string | null = null
  let failure: Failure | undefined
  let loadingMore = false
  let flight: Promise<void> | undefined
  let again = false

  function show(): void {
    if (tickets) {
      const stale = failure && { stale: failure }
      $state.set({ status: 'ready', tickets, next, loadingMore, connection, ...stale })
    } else if (failure) $state.set({ status: 'failed', reason: failure })
  }

  /** As many as are shown, so that a queue somebody has scrolled through does not shrink. */
  async function read(): Promise<void> {
    try {
      const wanted = Math.max(page, tickets?.length ?? 0)
      const found: Ticket[] = []
      let cursor: string | null | undefined
      do {
        const limit = String(Math.min(largestPage, wanted - found.length))
        const answer = await core.call(listTickets, { query: { ...query, limit, ...(cursor && { cursor }) } })
        found.push(...answer.items)
        cursor = answer.next
      } while (cursor !== null && found.length < wanted)
      tickets = each(found)
      next = cursor
      failure = undefined
    } catch (error) {
      failure = failureOf(error)
    }
    show()
  }

  function refresh(): Promise<void> {
    if (flight) again = true
    flight ??= (async () => {
      do {
        again = false
        await read()
      } while (again)
    })().finally(() => {
      flight = undefined
    })
    return flight
  }

  onMount($state, () => {
    const stops: (() => void)[] = []
    let stopped = false
    let cancel = () => {}
    void refresh()
    void core.live().then(
      (live) => {
        if (stopped) return
        stops.push(
          live.listen((signal) => {
            cancel()
            if (signal.type === 'reload') void refresh()
            else cancel = core.clock.after(gathering, () => void refresh())
          }),
          live.$connection.subscribe((state) => {
            connection = state
            show()
          }),
        )
      },
      () => {},
    )
    return () => {
      stopped = true
      cancel()
      for (const stop of stops) stop()
    }
  })

  return {
    $state,
    refresh,
    async more() {
      await flight
      if (next === null || loadingMore) return
      loadingMore = true
      show()
      try {
        const answer = await core.call(listTickets, { query: { ...query, cursor: next } })
        tickets = each([...(tickets ?? []), ...answer.items])
        next = answer.next
      } catch (error) {
        failure = failureOf(error)
      } finally {
        loadingMore = false
        show()
      }
    },
  }
}

/** A ticket that moved between two pages is shown once. */
const each = (tickets: readonly Ticket[]): readonly Ticket[] => [
  ...new Map(tickets.map((ticket) => [ticket.id, ticket])).values(),
]
