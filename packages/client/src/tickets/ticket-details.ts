import {
  listTimeline,
  readTicketDetails,
  type Ticket,
  type TicketDetails,
  type TimelineEntry,
} from '@aftercare/protocol'
import type { Core } from '../core.ts'
import { failureOf } from '../failure.ts'
import type { OutboxView } from '../outbox/outbox.ts'
import type { OutboxState } from '../outbox/submission.ts'
import { laterTicket } from './apply-event.ts'
import type { PendingAction, TicketCase, TicketDetailsState } from './details-states.ts'
import { createReading } from './reading.ts'

/**
 * One ticket with its promises, what happened to it, and what is done with it that is still on its way. Reads while
 * somebody watches, and again whenever something happens to the ticket.
 */
export function ticketDetails(core: Core, ticketId: string): TicketCase {
  const cases = core.column(column)
  const held = cases.get(ticketId) ?? createCase(core, ticketId)
  cases.set(ticketId, held)
  return held
}

const column = () => new Map<string, TicketCase>()

function createCase(core: Core, ticketId: string): TicketCase {
  const params = { ticketId }
  let details: TicketDetails | undefined
  let timeline: readonly TimelineEntry[] = []
  let earlier: string | null = null
  let loadingEarlier = false

  /** What an event or an answer says of the ticket itself holds at once; what it leaves open is read. */
  function told(ticket: Ticket): void {
    if (details && laterTicket(details, ticket) === ticket) details = { ...details, ...ticket }
    void reading.refresh()
  }

  const reading = createReading<TicketDetailsState>(core, {
    initial: { status: 'loading' },
    async read() {
      const [read, page] = await Promise.all([
        core.call(readTicketDetails, { params }),
        core.call(listTimeline, { params, query: {} }),
      ])
      return () => {
        const joins = page.items.some((entry) => timeline.some((other) => keyOf(other) === keyOf(entry)))
        if (!joins) earlier = page.next
        timeline = joined(joins || page.next === null ? timeline : [], page.items)
        details = read
      }
    },
    event({ ticket }) {
      if (ticket.id === ticketId) told(ticket)
    },
    answer({ write, conversation }, result) {
      if (conversation !== ticketId) return
      // The outbox parses each answer as what the write makes.
      if (write.kind === 'message') void reading.refresh()
      else told(result as Ticket)
    },
    refused({ conversation }) {
      // It has gone on without us: what is shown must not ask for the same again.
      if (conversation === ticketId) void reading.refresh()
    },
    forget() {
      details = undefined
      timeline = []
      earlier = null
    },
    state({ connection, entries }, failure) {
      // Seen a moment ago, forbidden or gone now: it is shown no more.
      const gone = failure?.kind === 'not_found' || failure?.kind === 'forbidden'
      if (!details || gone) return { status: 'failed', reason: failure ?? { kind: 'not_found' } }
      return {
        status: 'ready',
        details,
        timeline,
        pending: pendingActions(entries, ticketId),
        earlier,
        loadingEarlier,
        connection,
        ...(failure && { stale: failure }),
      }
    },
  })

  return {
    $state: reading.$state,
    refresh: reading.refresh,
    async act(action) {
      const { queueAction } = await import('./queue-action.ts')
      return queueAction(core, ticketId, action)
    },
    async correct(correction, seen) {
      const { queueCorrection } = await import('./queue-action.ts')
      return queueCorrection(core, ticketId, correction, seen)
    },
    async prepare() {
      const { prepareActions } = await import('./queue-action.ts')
      await prepareActions(core)
    },
    async earlier() {
      if (earlier === null || loadingEarlier) return
      loadingEarlier = true
      reading.show()
      const epoch = reading.epoch()
      try {
        const page = await core.call(listTimeline, { params, query: { cursor: earlier } })
        if (epoch !== reading.epoch()) return
        reading.tell(() => {
          timeline = joined(timeline, page.items)
          earlier = page.next
        })
      } catch (error) {
        if (failureOf(error).kind === 'problem') void reading.refresh()
      } finally {
        loadingEarlier = false
        reading.show()
      }
    },
  }
}

const keyOf = ({ seq, part }: TimelineEntry): string => `${seq}/${part}`

/** What happened, newest first, each once. */
function joined(held: readonly TimelineEntry[], told: readonly TimelineEntry[]): readonly TimelineEntry[] {
  const byKey = new Map([...held, ...told].map((entry) => [keyOf(entry), entry]))
  return [...byKey.values()].sort((a, b) => b.seq - a.seq || b.part - a.part)
}

function pendingActions(entries: readonly OutboxView[], ticketId: string): readonly PendingAction[] {
  return entries.flatMap(({ id, conversation, write, state, createdAt, retry, pause, cancel }): PendingAction[] => {
    if (conversation !== ticketId || (write.kind !== 'action' && write.kind !== 'correction')) return []
    if (state.status === 'cancelled' || state.status === 'acknowledged') return []
    return [{ id, write, createdAt, state: state as OutboxState<Ticket>, retry, pause, cancel }]
  })
}
