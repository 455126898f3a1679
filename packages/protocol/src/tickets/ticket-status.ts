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
