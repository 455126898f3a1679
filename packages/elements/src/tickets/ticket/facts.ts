import type { Fix, TicketDetails } from '@aftercare/protocol'
import { html, nothing } from 'lit'
import { dueTime } from '../../base/format.ts'
import type { CaseWords } from '../../locales/words.ts'
import type { TimelineView } from './timeline-view.ts'

/** A way around the problem, and its end. */
export function fixesView({ words, now }: TimelineView, { workaround, permanentFix }: TicketDetails): unknown {
  if (!workaround && !permanentFix) return nothing
  return html`<section part="fixes" aria-labelledby="fixes">
    <h3 id="fixes">${words.fixes}</h3>
    ${workaround ? fix(words, now, words.workaround, workaround) : nothing}
    ${permanentFix ? fix(words, now, words.permanentFix, permanentFix) : nothing}
  </section>`
}

function fix(words: CaseWords, now: number, name: string, { state, date, text }: Fix): unknown {
  const when = date === null ? undefined : dueTime(words.tag, Date.parse(date), now)
  return html`<div class="fix" data-state=${state}>
    <p><strong>${name}</strong> <span class="muted">${words.fixState[state](when)}</span></p>
    <p class="quote">${text}</p>
  </div>`
}

/** What a solved ticket leaves behind; the solution stands in the question already where that is `asked`. */
export function summaryView({ words }: TimelineView, { summary, status }: TicketDetails, asked: boolean): unknown {
  if (!summary || (status !== 'resolved' && status !== 'closed')) return nothing
  const { solution, cause, prevention } = summary
  if (asked && !cause && !prevention) return nothing
  const part = (name: string, text: string | null): unknown =>
    text ? html`<div><dt>${name}</dt><dd class="text">${text}</dd></div>` : nothing
  return html`<section part="summary" aria-labelledby="summary">
    <h3 id="summary">${words.solvedHow}</h3>
    <dl class="summary-parts">
      ${part(words.solution, asked ? null : solution)} ${part(words.cause, cause)}
      ${part(words.prevention, prevention)}
    </dl>
  </section>`
}
