/** Somebody has not found it, and asks. Cancel it to lead them to your own form. */
export class AskEvent extends CustomEvent<{ readonly query: string }> {
  constructor(query: string) {
    super('aftercare-ask', { bubbles: true, composed: true, cancelable: true, detail: { query } })
  }
}

declare global {
  interface HTMLElementEventMap {
    'aftercare-ask': AskEvent
  }
}
