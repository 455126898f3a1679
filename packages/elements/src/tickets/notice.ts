import type { Failure } from '@aftercare/client'
import { html, nothing } from 'lit'
import { failureText } from '../base/failure-words.ts'
import type { TicketWords } from '../locales/words.ts'

/** Nothing to show, and why: what happened, and the one thing to do. */
export function failureNotice(words: TicketWords, reason: Failure, again: () => void): unknown {
  const forbidden = reason.kind === 'forbidden'
  const known = reason.kind !== 'problem'
  return html`<div class="notice" part="notice" role="alert" data-reason=${reason.kind}>
    <p class="title">${known ? (forbidden ? words.forbidden : failureText(words, reason)) : words.failed}</p>
    ${forbidden ? html`<p class="muted">${words.forbiddenHelp}</p>` : nothing}
    ${known ? nothing : html`<p class="muted">${failureText(words, reason)}</p>`}
    ${
      forbidden || reason.kind === 'not_found'
        ? nothing
        : html`<button type="button" @click=${again}>${words.again}</button>`
    }
  </div>`
}

/** What is shown may be old, and why. */
export const staleNotice = (words: TicketWords, reason: Failure): unknown =>
  html`<p class="muted" role="status" part="stale">
    ${reason.kind === 'offline' && !navigator.onLine ? words.offlineStale : failureText(words, reason)}
  </p>`
