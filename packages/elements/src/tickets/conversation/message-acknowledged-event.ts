import type { Message } from '@aftercare/protocol'

/** The server has the reply or note. */
export class MessageAcknowledgedEvent extends CustomEvent<{ readonly message: Message }> {
  constructor(message: Message) {
    super('aftercare-message-acknowledged', { bubbles: true, composed: true, detail: { message } })
  }
}

declare global {
  interface HTMLElementEventMap {
    'aftercare-message-acknowledged': MessageAcknowledgedEvent
  }
}
