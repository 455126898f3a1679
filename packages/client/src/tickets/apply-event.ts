import type { Message, Ticket } from '@aftercare/protocol'
import type { TicketQuery } from './ticket-states.ts'

/** The later of two states of one ticket; of equally late ones the second. */
export function laterTicket(held: Ticket | undefined, told: Ticket): Ticket {
  return held && held.updatedAt > told.updatedAt ? held : told
}

/**
 * A list after a change. Told twice, or out of order, it comes to the same: the latest state of each ticket
 * counts, and a ticket stands in it once.
 */
export function applyToList(
  tickets: readonly Ticket[],
  told: readonly Ticket[],
  query: TicketQuery,
): readonly Ticket[] {
  const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]))
  for (const ticket of told) byId.set(ticket.id, laterTicket(byId.get(ticket.id), ticket))
  return [...byId.values()].filter((ticket) => belongs(ticket, query)).sort(lastChangedFirst)
}

/** Whether a ticket is one of those asked for, as far as that can be seen by itself: words are for the server to find. */
function belongs({ status, type }: Ticket, query: TicketQuery): boolean {
  const wanted = typeof query.status === 'string' ? [query.status] : query.status
  return (!wanted || wanted.includes(status)) && (!query.type || query.type === type)
}

/** The messages of one ticket after more of them were told, oldest first, each once. */
export function applyToMessages(messages: readonly Message[], told: readonly Message[]): readonly Message[] {
  const byId = new Map(messages.map((message) => [message.id, message]))
  for (const message of told) byId.set(message.id, message)
  return [...byId.values()].sort((a, b) => compare(a.createdAt, b.createdAt) || compare(a.id, b.id))
}

function lastChangedFirst(a: Ticket, b: Ticket): number {
  return compare(b.updatedAt, a.updatedAt) || b.number - a.number
}

/** Instants are written alike (RFC 3339, UTC, milliseconds), so their order is that of their letters. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
