import type { OutboxState } from '@aftercare/client'
import type { Ticket } from '@aftercare/protocol'
import { html, nothing } from 'lit'
import { stateText } from '../../base/failure-words.ts'
import type { Words } from '../../locales/words.ts'
import type { TicketFields } from './ticket-form.ts'

export interface SubmissionView {
  readonly words: Words
  readonly state: OutboxState<Ticket>
  readonly fields: TicketFields
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly copied: boolean
  /** How far its files are. */
  readonly sending: unknown
  promised(ticket: Ticket): unknown
  ticketHref(ticket: Ticket): string | undefined
  retry(): void
  edit(): void
  copy(): void
  remove(): void
  another(): void
}

const button = (text: string, act: () => void, kind = ''): unknown =>
  html`<button type="button" class=${kind} @click=${act}>${text}</button>`

/** A ticket that has left the form: where it is, what is safe, and the one thing to do next. */
export function submissionPanel(view: SubmissionView): unknown {
  const { words, state } = view
  const done = state.status === 'acknowledged' ? state.result : undefined
  const href = done && view.ticketHref(done)
  const [tone, text] = stateText(words, state, view.now)
  const stuck = state.status === 'needs_attention' || state.status === 'dead'
  return html`<section class="panel" part="submission" lang=${words.tag} data-state=${state.status}>
    <h2 class="title" tabindex="-1">${done ? words.received(`#${done.number}`) : view.fields.subject}</h2>
    <p role="status" class=${done ? 'muted' : tone}>${done ? words.receivedHelp : text}</p>
    ${view.sending} ${done && view.promised(done)}
    ${stuck && view.fields.description ? html`<p class="kept muted">${view.fields.description}</p>` : nothing}
    <div class="row">
      ${href ? html`<a class="button primary" href=${href} data-ticket=${done?.id}>${words.openTicket}</a>` : nothing}
      ${state.status === 'waiting' || state.status === 'blocked_auth' ? button(words.retry, view.retry) : nothing}
      ${stuck ? button(words.edit, view.edit, 'primary') : nothing}
      ${
        state.status === 'dead'
          ? [button(view.copied ? words.copied : words.copy, view.copy), button(words.remove, view.remove, 'plain')]
          : button(words.another, view.another, href ? 'plain' : '')
      }
    </div>
  </section>`
}
