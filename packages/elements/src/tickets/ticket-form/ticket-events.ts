import type { Ticket } from '@aftercare/protocol'

/** The ticket is kept and on its way; `durable` says whether it would outlive the page. */
export class TicketQueuedEvent extends CustomEvent<{ readonly id: string; readonly durable: boolean }> {
  constructor(id: string, durable: boolean) {
    super('aftercare-ticket-queued', { bubbles: true, composed: true, detail: { id, durable } })
  }
}

/** The server has the ticket, and it has a number. */
export class TicketAcknowledgedEvent extends CustomEvent<{ readonly ticket: Ticket }> {
  constructor(ticket: Ticket) {
    super('aftercare-ticket-acknowledged', { bubbles: true, composed: true, detail: { ticket } })
  }
}

declare global {
  interface HTMLElementEventMap {
    'aftercare-ticket-queued': TicketQueuedEvent
    'aftercare-ticket-acknowledged': TicketAcknowledgedEvent
  }
}
