/** Where a ticket stands. `resolved` is the provider's claim, `closed` needs the requester's word. */
export const ticketStatuses = [
  'new',
  'triaged',
  'in_progress',
  'waiting_on_requester',
  'waiting_on_third_party',
  'resolved',
  'closed',
] as const

export type TicketStatus = (typeof ticketStatuses)[number]

/**
 * What a reply does to the status: an agent's reply begins the work, a requester's reply ends the waiting
 * for it and reopens what was only claimed to be resolved. An internal note changes nothing.
 */
export function statusAfterReply(status: TicketStatus, author: 'requester' | 'agent'): TicketStatus {
  if (author === 'agent') return status === 'new' || status === 'triaged' ? 'in_progress' : status
  return status === 'waiting_on_requester' || status === 'resolved' ? 'in_progress' : status
}
