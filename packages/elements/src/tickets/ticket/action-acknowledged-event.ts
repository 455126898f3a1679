import type { ActionName, Ticket } from '@aftercare/protocol'

/** The server has done what was asked for, for instance `verify` or `correct`. */
export class ActionAcknowledgedEvent extends CustomEvent<{ readonly action: ActionName; readonly ticket: Ticket }> {
  constructor(action: ActionName, ticket: Ticket) {
    super('aftercare-action-acknowledged', { bubbles: true, composed: true, detail: { action, ticket } })
  }
}

declare global {
  interface HTMLElementEventMap {
    'aftercare-action-acknowledged': ActionAcknowledgedEvent
  }
}
