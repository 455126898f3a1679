import type { TicketStatus } from '@aftercare/protocol'
import { html, svg } from 'lit'
import type { TicketWords } from '../locales/words.ts'

const ring = svg`<circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" stroke-width="1.5" />`

/** A shape of its own for each status, so that it can be told without its colour. */
const marks: Record<TicketStatus, readonly [tone: string, shape: unknown]> = {
  new: ['blue', ring],
  triaged: ['blue', svg`${ring}<circle cx="6" cy="6" r="2" fill="currentColor" />`],
  in_progress: ['blue', svg`${ring}<path d="M6 1.5a4.5 4.5 0 0 1 0 9z" fill="currentColor" />`],
  waiting_on_requester: ['amber', svg`<path d="M6 .5 11.5 6 6 11.5 .5 6z" fill="currentColor" />`],
  waiting_on_third_party: [
    'muted',
    svg`<path d="M6 1.5 10.5 6 6 10.5 1.5 6z" fill="none" stroke="currentColor" stroke-width="1.5" />`,
  ],
  resolved: [
    'green',
    svg`<circle cx="6" cy="6" r="5.5" fill="currentColor" /><path
      d="m3.5 6 2 2 3-3.5"
      fill="none"
      stroke="Canvas"
      stroke-width="1.5"
    />`,
  ],
  closed: [
    'muted',
    svg`<path d="M1 1h10v10H1z" fill="none" stroke="currentColor" stroke-width="1.5" /><path
      d="m3.5 6 2 2 3-3.5"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
    />`,
  ],
}

/** A ticket's status: shape and word. */
export function statusMark(words: TicketWords, status: TicketStatus, staff: boolean): unknown {
  const [tone, shape] = marks[status]
  const word = staff && status === 'waiting_on_requester' ? words.waitingOnRequester : words.statuses[status]
  return html`<span class="status ${tone}" part="status" data-status=${status}
    ><svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">${shape}</svg>${word}</span
  >`
}
