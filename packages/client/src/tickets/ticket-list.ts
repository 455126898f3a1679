import { listTickets, type Ticket } from '@aftercare/protocol'
import { onMount } from 'nanostores'
import type { Core } from '../core.ts'
import { failureOf } from '../failure.ts'
import type { OutboxView } from '../outbox/outbox.ts'
import type { OutboxState } from '../outbox/submission.ts'
import { applyToList } from './apply-event.ts'
import { createReading } from './reading.ts'
import type { SeenState } from './seen.ts'
import type { PendingTicket, TicketList, TicketListState, TicketQuery } from './ticket-states.ts'

/** The tickets the signed-in person may see, with what is still on its way. Reads while somebody watches. */
export function ticketList(core: Core, query: TicketQuery = {}): TicketList {
  const lists = core.column(column)
  const key = JSON.stringify([query.status, query.type, query.q])
  const list = lists.get(key) ?? createTicketList(core, query)
  // What somebody types is asked for once; each letter of it need not be kept.
  if (!query.q) lists.set(key, list)
  return list
}

const column = () => new Map<string, TicketList>()

function createTicketList(core: Core, query: TicketQuery): TicketList {
  let tickets: readonly Ticket[] | undefined
  let next: string | null = null
  let loadingMore = false
  let seenState: SeenState | undefined
  let newsOf: ((seen: SeenState | undefined, ticket: Ticket) => boolean) | undefined
  const { status, type, q } = query
  const asked = {
    ...(status && { status: [status].flat().join(',') }),
    ...(type && { type }),
    ...(q && { q }),
  }

  const reading = createReading<TicketListState>(core, {
    initial: { status: 'loading' },
    passing: Boolean(query.q),
    async read() {
      // As many as are shown, so that a list somebody has scrolled through does not shrink.
      const limit = String(Math.min(100, Math.max(25, tickets?.length ?? 0)))
      const page = await core.call(listTickets, { query: { ...asked, limit } })
      return () => {
        tickets = applyToList([], page.items, query)
        next = page.next
        if (Object.keys(asked).length === 0) begin?.(page.items)
      }
    },
    event: ({ ticket }) => {
      if (!tickets) return
      // Whether the words are in it is for the server to say; what was found stays found while it is looked at.
      if (q && !tickets.some(({ id }) => id === ticket.id)) void reading.refresh()
      else tickets = applyToList(tickets, [ticket], query)
    },
    answer({ write }, result) {
      // The outbox parses the answer to a ticket as a ticket.
      if (write.kind === 'ticket' && !q) tickets = applyToList(tickets ?? [], [result as Ticket], query)
    },
    forget() {
      tickets = undefined
      next = null
    },
    state({ connection, entries }, failure) {
      const pending = pendingTickets(entries, tickets ?? [], query)
      if (failure && !tickets && pending.length === 0) return { status: 'failed', reason: failure }
      return {
        status: 'ready',
        tickets: tickets ?? [],
        pending,
        next,
        loadingMore,
        news:
          newsOf &&
          seenState &&
          new Set((tickets ?? []).filter((each) => newsOf?.(seenState, each)).map(({ id }) => id)),
        connection,
        ...(failure && { stale: failure }),
      }
    },
  })

  /** Known once the device was asked. */
  let begin: ((tickets: readonly Ticket[]) => void) | undefined
  onMount(reading.$state, () => {
    let stop = () => {}
    let stopped = false
    void import('./seen.ts').then(({ seen, isNews }) => {
      if (stopped) return
      const column = seen(core)
      newsOf = isNews
      begin = (found) => void column.begin(found)
      stop = column.$state.subscribe((state) => {
        seenState = state
        if (state?.since === undefined && state && tickets && Object.keys(asked).length === 0) begin?.(tickets)
        reading.show()
      })
    })
    return () => {
      stopped = true
      stop()
    }
  })

  return {
    $state: reading.$state,
    refresh: reading.refresh,
    async more() {
      if (next === null || loadingMore) return
      loadingMore = true
      reading.show()
      const epoch = reading.epoch()
      try {
        const page = await core.call(listTickets, { query: { ...asked, cursor: next } })
        if (epoch !== reading.epoch()) return
        reading.tell(() => {
          tickets = applyToList(tickets ?? [], page.items, query)
          next = page.next
        })
      } catch (error) {
        // Expired cursors and the like: reading anew finds out, and says what is wrong.
        if (failureOf(error).kind === 'problem') void reading.refresh()
      } finally {
        loadingMore = false
        reading.show()
      }
    },
  }
}

function pendingTickets(entries: readonly OutboxView[], tickets: readonly Ticket[], query: TicketQuery) {
  // What is on its way would be new.
  if (query.q || (query.status && ![query.status].flat().includes('new'))) return []
  const known = new Set<string>(tickets.map(({ id }) => id))
  return entries
    .flatMap(({ id, write, state, createdAt, retry, pause, cancel }): PendingTicket[] => {
      if (write.kind !== 'ticket' || state.status === 'cancelled' || state.status === 'acknowledged') return []
      // The live event may come before the answer to the request that caused it.
      if (known.has(id)) return []
      const { type, subject, description } = write
      if (query.type && query.type !== type) return []
      return [
        {
          id,
          input: { type, subject, description },
          createdAt,
          state: state as OutboxState<Ticket>,
          retry,
          pause,
          cancel,
        },
      ]
    })
    .reverse()
}
