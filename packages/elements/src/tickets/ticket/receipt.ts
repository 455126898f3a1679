import type { PromiseReceipt } from '@aftercare/protocol'
import type { TimeLeft } from '@aftercare/protocol/sla'
import { html, nothing, svg } from 'lit'
import { duration } from '../../base/duration.ts'
import { dateTime, dueTime, exactTime } from '../../base/format.ts'
import type { CaseWords } from '../../locales/words.ts'

/** Where a promise stands now, and what is left of it, as far as that is known. */
export type Left = Pick<TimeLeft, 'state' | 'remaining'>

export interface ReceiptView {
  readonly words: CaseWords
  readonly staff: boolean
  /** Milliseconds since the epoch. */
  readonly now: number
  /** What is left of each promise of the receipt, in its order; empty as long as the calendar is not known. */
  readonly left: readonly Left[]
}

const face = svg`<circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" stroke-width="1.5" />`

/** A shape of its own for each state, so that it can be told without its colour. */
const marks: Record<PromiseReceipt['state'], readonly [tone: string, shape: unknown]> = {
  running: ['blue', svg`${face}<path d="M6 3v3l2 1.5" fill="none" stroke="currentColor" stroke-width="1.5" />`],
  paused: ['amber', svg`${face}<path d="M4.75 4v4M7.25 4v4" stroke="currentColor" stroke-width="1.5" />`],
  met: ['green', svg`<path d="m1.5 6.5 3 3 6-7" fill="none" stroke="currentColor" stroke-width="1.75" />`],
  breached: ['red', svg`<path d="M6 1 11.5 11H.5z" fill="currentColor" />`],
  undated: ['muted', svg`<path d="M2 6h8" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2 1.5" />`],
  dropped: ['muted', svg`<path d="M2 6h8" stroke="currentColor" stroke-width="1.5" />`],
}

/** What was promised: by when, what is left of it, why it stands still, and whether it was kept. */
export function receiptView(view: ReceiptView, receipt: readonly PromiseReceipt[]): unknown {
  const { words } = view
  const latest = receipt.filter(
    ({ clock, generation }) => !receipt.some((other) => other.clock === clock && other.generation > generation),
  )
  // An answer that is owed goes before one that was given.
  const rows = latest.filter(
    ({ clock }) => clock !== 'first_response' || !latest.some((other) => other.clock === 'next_response'),
  )
  const earlier = receipt.filter((promise) => !rows.includes(promise))
  const row = (promise: PromiseReceipt): unknown => promiseRow(view, promise, view.left[receipt.indexOf(promise)])
  return html`<section part="promises" aria-labelledby="promises">
    <h3 id="promises">${words.promises}</h3>
    <dl>${rows.map(row)}</dl>
    ${
      earlier.length
        ? html`<details>
          <summary>${words.earlierPromises}</summary>
          <dl>${earlier.map(row)}</dl>
        </details>`
        : nothing
    }
    ${rows.some(({ beyondData }) => beyondData) ? html`<p class="muted">${words.beyondData}</p>` : nothing}
  </section>`
}

function promiseRow(view: ReceiptView, promise: PromiseReceipt, left: Left | undefined): unknown {
  const { words } = view
  const state = left?.state ?? promise.state
  const [tone, shape] = marks[state]
  const [said, ...more] = linesOf(view, promise, state, left)
  return html`<div class="promise" data-state=${state} data-clock=${promise.clock}>
    <dt>${words.clocks[promise.clock]}</dt>
    <dd>
      <span class="mark ${tone}"
        ><svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">${shape}</svg>${said}</span
      >
      ${
        more.length
          ? html`<span class="muted facts-line">${more.map((line) => html`<span class="fact">${line}</span>`)}</span>`
          : nothing
      }
    </dd>
  </div>`
}

type Line = unknown

/** The first line says where it stands; the others why, and by when. */
function linesOf(
  { words, staff, now }: ReceiptView,
  promise: PromiseReceipt,
  state: PromiseReceipt['state'],
  left: Left | undefined,
): readonly [Line, ...Line[]] {
  const due = promise.due === null ? undefined : Date.parse(promise.due)
  const stopped = promise.stoppedAt === null ? undefined : Date.parse(promise.stoppedAt)
  const time = (at: number, say: (when: string) => string, format = dateTime): Line =>
    html`<time datetime=${new Date(at).toISOString()} title=${exactTime(words.tag, at)}>${say(format(words.tag, at, now))}</time>`
  const lasts = (milliseconds: number, days: boolean): string =>
    duration(words.tag, milliseconds, days) ?? words.units.lessThanMinute
  switch (state) {
    case 'running': {
      const remaining = left?.remaining ?? undefined
      const by = due === undefined ? undefined : time(due, words.dueBy, dueTime)
      if (remaining === undefined || due === undefined) return [words.states.running, ...(by ? [by] : [])]
      // Hours that do not count are not left either: then it is said that only service hours are.
      const everyHour = Math.abs(due - now - remaining) < 60_000
      return [everyHour ? words.left(lasts(remaining, true)) : words.leftOpen(lasts(remaining, false)), by]
    }
    case 'paused': {
      const because = staff ? words.becauseStaff : (words.because[promise.pausedBecause ?? ''] ?? '')
      const since =
        promise.pausedSince === null ? '' : words.pausedSince(dateTime(words.tag, Date.parse(promise.pausedSince), now))
      const remains = promise.remaining === null ? [] : [words.left(lasts(promise.remaining, false))]
      return [words.states.paused, ...remains, [since, because].filter(Boolean).join(words.comma)]
    }
    case 'met':
      return [
        words.states.met,
        ...(stopped === undefined ? [] : [time(stopped, words.doneAt)]),
        ...(promise.remaining === null ? [] : [words.early(lasts(promise.remaining, false))]),
      ]
    case 'breached': {
      const late =
        due === undefined
          ? words.states.breached
          : `${words.states.breached}${words.comma}${words.over(lasts((stopped ?? now) - due, true))}`
      return [
        late,
        ...(due === undefined ? [] : [time(due, words.wasDue, dueTime)]),
        ...(stopped === undefined ? [] : [time(stopped, words.doneAt)]),
      ]
    }
    case 'undated':
      return stopped === undefined
        ? [words.states.undated, words.undatedHelp]
        : [words.states.met, time(stopped, words.doneAt)]
    case 'dropped':
      return [words.states.dropped]
  }
}
