import type { OverallState } from '@aftercare/protocol/status'

/** The state of the service has changed, or is known for the first time. */
export class StatusChangedEvent extends Event {
  readonly state: OverallState

  constructor(state: OverallState) {
    super('aftercare-status-changed', { bubbles: true, composed: true })
    this.state = state
  }
}

declare global {
  interface HTMLElementEventMap {
    'aftercare-status-changed': StatusChangedEvent
  }
}
