/**
 * Ticket types of the built-in service, in the order a form offers them. On the wire a type is a name
 * (`typePattern`), so that a vendor's own definition can bring its own.
 */
export const ticketTypes = [
  'question',
  'setup',
  'incident',
  'customization',
  'training',
  'upgrade',
  'data_request',
  'vulnerability',
  'billing',
  'complaint',
  'suggestion',
] as const

export type TicketType = (typeof ticketTypes)[number]
