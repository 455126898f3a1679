import { listMessages, type Message, readTicket, type Ticket } from '@aftercare/protocol'
import type { Core } from '../core.ts'
import { failureOf } from '../failure.ts'
import type { OutboxView } from '../outbox/outbox.ts'
import type { OutboxState } from '../outbox/submission.ts'
import { applyToMessages, laterTicket } from './apply-event.ts'
import { createReading } from './reading.ts'
import type { Conversation, ConversationState, PendingMessage } from './ticket-states.ts'

/** One ticket and its messages, with the replies that are still on their way. Reads while somebody watches. */
export function conversation(core: Core, ticketId: string): Conversation {
  const conversations = core.column(column)
  const held = conversations.get(ticketId) ?? createConversation(core, ticketId)
  conversations.set(ticketId, held)
  return held
}

const column = () => new Map<string, Conversation>()

function createConversation(core: Core, ticketId: string): Conversation {
  let ticket: Ticket | undefined
  let messages: readonly Message[] = []
  let earlier: string | null = null
  let loadingEarlier = false

  const reading = createReading<ConversationState>(core, {
    initial: { status: 'loading' },
    async read() {
      const params = { ticketId }
      const [read, page] = await Promise.all([
        core.call(readTicket, { params }),
        core.call(listMessages, { params, query: {} }),
      ])
      return () => {
        // Where this page joins what was read before, the earlier pages stay; where it does not, they are read again.
        const joins = page.items.some(({ id }) => messages.some((message) => message.id === id))
        if (!joins) earlier = page.next
        messages = applyToMessages(joins || page.next === null ? messages : [], page.items)
        ticket = laterTicket(ticket, read)
      }
    },
    event(event) {
      if (event.ticket.id !== ticketId) return
      ticket = ticket && laterTicket(ticket, event.ticket)
      if (event.type === 'message.created' && ticket) messages = applyToMessages(messages, [event.message])
    },
    answer({ write, conversation }, result) {
      if (conversation !== ticketId) return
      // The outbox parses each answer as what the write makes.
      if (write.kind === 'message') messages = applyToMessages(messages, [result as Message])
      else if (!ticket) void reading.refresh()
    },
    forget() {
      ticket = undefined
      messages = []
      earlier = null
    },
    state({ connection, entries }, failure) {
      // Seen a moment ago, forbidden or gone now: it is shown no more.
      const gone = failure?.kind === 'not_found' || failure?.kind === 'forbidden'
      if (!ticket || gone) return { status: 'failed', reason: failure ?? { kind: 'not_found' } }
      return {
        status: 'ready',
        ticket,
        messages,
        pending: pendingMessages(entries, ticketId, messages),
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
    async reply(input, options) {
      const { queueReply } = await import('./queue-reply.ts')
      return queueReply(core, ticketId, input, options)
    },
    async prepare() {
      const { prepareReply } = await import('./queue-reply.ts')
      await prepareReply(core)
    },
    async earlier() {
      if (earlier === null || loadingEarlier) return
      loadingEarlier = true
      reading.show()
      const epoch = reading.epoch()
      try {
        const page = await core.call(listMessages, { params: { ticketId }, query: { cursor: earlier } })
        if (epoch !== reading.epoch()) return
        reading.tell(() => {
          messages = applyToMessages(messages, page.items)
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

function pendingMessages(entries: readonly OutboxView[], ticketId: string, messages: readonly Message[]) {
  const known = new Set<string>(messages.map(({ id }) => id))
  return entries.flatMap(({ id, conversation, write, state, createdAt, retry, pause, cancel }): PendingMessage[] => {
    if (conversation !== ticketId || write.kind !== 'message' || known.has(id)) return []
    if (state.status === 'cancelled' || state.status === 'acknowledged') return []
    const { body, messageKind } = write
    return [{ id, body, kind: messageKind, createdAt, state: state as OutboxState<Message>, retry, pause, cancel }]
  })
}
