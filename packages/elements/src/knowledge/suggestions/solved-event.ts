/** An article solved what somebody was about to ask: a ticket that was not needed. */
export class SolvedEvent extends CustomEvent<{ readonly slug: string; readonly query: string }> {
  constructor(slug: string, query: string) {
    super('aftercare-solved', { bubbles: true, composed: true, detail: { slug, query } })
  }
}

declare global {
  interface HTMLElementEventMap {
    'aftercare-solved': SolvedEvent
  }
}
