/** Somebody opened a ticket. Cancel it to show the ticket yourself: a link is then not followed, nothing is marked. */
export class TicketSelectedEvent extends CustomEvent<{ readonly ticketId: string }> {
  constructor(ticketId: string) {
    super('aftercare-ticket-selected', { bubbles: true, composed: true, cancelable: true, detail: { ticketId } })
  }
}

declare global {
  interface HTMLElementEventMap {
    'aftercare-ticket-selected': TicketSelectedEvent
  }
}
