import type { PendingAction } from '@aftercare/client'
import type { TicketAction } from '@aftercare/protocol'
import { html, nothing } from 'lit'
import { dateTime, dueTime, exactTime } from '../../base/format.ts'
import { pastTime } from '../../base/relative-time.ts'
import type { CaseWords } from '../../locales/words.ts'
import { failureNotice, staleNotice } from '../notice.ts'
import { pendingActions } from '../pending-actions.ts'
import { statusMark } from '../ticket-status-mark.ts'
import { fixesView, summaryView } from './facts.ts'
import { nextStep } from './next-step.ts'
import { receiptView } from './receipt.ts'
import type { Asking, ReadyDetails, TicketInHand } from './ticket-in-hand.ts'
import { historyView, type TimelineView } from './timeline-view.ts'

/** A ticket that was read: what it is, whose turn it is, what was promised, what was said, what happened. */
export function ticketView(work: TicketInHand, state: ReadyDetails): unknown {
  const words = work.options.words()
  const staff = work.options.staff()
  const { now, thread } = work
  const { details, timeline } = state
  const left = work.left(details)
  const offers = work.offers(state)
  const view: TimelineView = { words, staff, viewer: details.viewer, now }
  const stale = state.stale ?? (state.connection === 'offline' ? { kind: 'offline' as const } : undefined)
  const conversation = thread.state
  const asked = offers.has('verify')
  return html`<div class="ticket">
    ${head(work, state, offers)}
    <div class="turn">
      ${stale ? staleNotice(words, stale) : nothing} ${turn(work, state, offers)}
      ${work.error ? html`<p class="error" role="alert">${work.error}</p>` : nothing}
      <span class="hidden" role="status">${work.said}</span>
    </div>
    <div class="facts">
      ${receiptView({ words, staff, now, left }, details.receipt)} ${fixesView(view, details)}
      ${work.visits.render(
        {
          words,
          staff,
          now,
          accepts: offers.has('accept_visit'),
          signs: offers.has('sign_visit'),
          pending: visitsOf(state.pending),
        },
        details.visits,
      )}
      ${summaryView(view, details, asked)}
    </div>
    <section class="said" aria-label=${words.conversation}>
      ${
        conversation?.status === 'ready'
          ? [
              thread.log(conversation, now),
              thread.answer(conversation, { quiet: asked, help: asked ? words.handshake.replyOpens : '' }),
            ]
          : conversation?.status === 'failed'
            ? failureNotice(words, conversation.reason, () => void thread.conversation.refresh())
            : nothing
      }
    </section>
    <div class="rest">
      ${historyView(view, timeline, {
        all: work.allHistory,
        earlier: state.earlier !== null,
        loadingEarlier: state.loadingEarlier,
        showAll: () => work.showHistory(),
        readEarlier: () => void work.case.earlier(),
      })}
      ${work.followers.render(
        {
          ...view,
          adds: offers.has('watch') && !staff && details.account !== null && !work.confidential(details),
          removes: offers.has('unwatch') && !staff,
        },
        details,
      )}
    </div>
  </div>`
}

function head(work: TicketInHand, state: ReadyDetails, offers: ReadonlySet<string>): unknown {
  const words = work.options.words()
  const { now } = work
  const { details } = state
  const time = (instant: string, say: (when: string) => string): unknown => {
    const at = Date.parse(instant)
    return html`<time datetime=${instant} title=${exactTime(words.tag, at)}>${say(pastTime(words, at, now, dateTime))}</time>`
  }
  const facts = [
    time(details.createdAt, words.opened),
    details.assignee
      ? words.owner(details.assignee.name ?? words.support)
      : details.status === 'closed'
        ? undefined
        : words.nobodyYet,
    details.priority ? words.priority(words.priorities[details.priority]) : undefined,
  ].filter(Boolean)
  const menu = [
    offers.has('correct')
      ? html`<button type="button" data-asks="correct" @click=${(event: Event) => choose(event, () => work.correct(details))}>${words.correct.open}</button>`
      : undefined,
    offers.has('withdraw')
      ? html`<button type="button" data-asks="withdraw" @click=${(event: Event) => choose(event, () => work.ask('withdraw'))}>${words.withdraw.open}</button>`
      : undefined,
  ].filter(Boolean)
  const long = details.subject.length > longSubject
  return html`<header part="head">
    <div class="row">
      <div class="row">
        <span class="muted">#${details.number} · ${work.typeName(details)}</span>
        ${statusMark(words, details.status, work.options.staff())}
      </div>
      ${
        menu.length
          ? html`<details class="menu" part="menu" @keydown=${closeMenu} @focusout=${leaveMenu}>
            <summary class="button plain">${words.menu}</summary>
            <div>${menu}</div>
          </details>`
          : nothing
      }
    </div>
    <h2 part="title" tabindex="-1" class=${long ? 'long' : ''}><bdi>${details.subject}</bdi></h2>
    ${long ? html`<button type="button" class="plain whole" @click=${showWhole}>${words.more}</button>` : nothing}
    <p class="muted facts-line">${facts.map((fact) => html`<span class="fact">${fact}</span>`)}</p>
  </header>`
}

/** What ends or turns a ticket's way. */
const answers: ReadonlySet<string> = new Set(['verify', 'reject', 'reopen', 'withdraw'])

/** Whose turn it is; where it is the reader's, with what can be done about it. */
function turn(work: TicketInHand, state: ReadyDetails, offers: ReadonlySet<string>): unknown {
  const words = work.options.words()
  const staff = work.options.staff()
  const { asking, correcting, now } = work
  const { details, timeline, pending } = state
  const step = nextStep({ words, staff, now, left: work.left(details) }, details, timeline)
  const form = correcting
    ? correcting.render(words)
    : asking && offers.has(asking)
      ? work.form(asking).render(askWords(words, asking))
      : undefined
  const waiting = pending.map((each) => pendingView(words, each, now))
  const handshake = offers.has('verify')
  // What somebody has just said is not asked for again beside it.
  const answered = pending.some(({ write }) => write.kind === 'action' && answers.has(write.action.action))
  const inside = form
    ? form
    : answered
      ? nothing
      : handshake
        ? handshakeView(work, state)
        : html`<p class="title">${step.title}</p>
          ${step.lines.map((line) => html`<p class="muted">${line}</p>`)}
          ${step.quote ? html`<p class="quote">${step.quote}</p>` : nothing}
          ${details.mergedInto ? mergedLink(work, details.mergedInto) : nothing}
          ${offers.has('reopen') ? reopenView(work, details.reopenUntil) : details.status === 'closed' && !staff ? html`<p class="muted">${words.closed}</p>` : nothing}`
  const calm = !form && !step.yours
  return html`<div class="next ${calm ? '' : 'panel'}" part="next" tabindex="-1" role="group" aria-label=${step.title}>
    ${waiting} ${inside}
  </div>`
}

function handshakeView(work: TicketInHand, { details }: ReadyDetails): unknown {
  const words = work.options.words()
  const { handshake } = words
  return html`<div class="handshake" part="handshake">
    <p class="title">${handshake.title}</p>
    ${details.summary ? html`<p class="quote">${details.summary.solution}</p>` : nothing}
    <p class="muted">${details.closesAt ? handshake.closesAt(dueTime(words.tag, Date.parse(details.closesAt), work.now)) : handshake.help}</p>
    <div class="row">
      <button type="button" class="primary" part="verify" @click=${() => void work.act({ action: 'verify' })}>${handshake.yes}</button>
      <button type="button" part="reject" data-asks="reject" @click=${() => work.ask('reject')}>${handshake.no}</button>
    </div>
  </div>`
}

function reopenView(work: TicketInHand, until: string | null): unknown {
  const words = work.options.words()
  return html`<div class="row">
    <span class="muted">${until ? words.reopen.help(dueTime(words.tag, Date.parse(until), work.now)) : nothing}</span>
    <button type="button" data-asks="reopen" @click=${() => work.ask('reopen')}>${words.reopen.open}</button>
  </div>`
}

function mergedLink(work: TicketInHand, { id, number }: { readonly id: string; readonly number: number }): unknown {
  const { ticketHref, words, openTicket } = work.options
  const open = (event: Event): void => openTicket(event, id)
  const word = words().openOther(`#${number}`)
  const href = ticketHref()
  return href
    ? html`<a class="button" href=${href.replaceAll('{id}', id)} @click=${open}>${word}</a>`
    : html`<button type="button" @click=${open}>${word}</button>`
}

/** Something that is on its way, and never said to be done. */
function pendingView(words: CaseWords, pending: PendingAction, now: number): unknown {
  const { write } = pending
  const name = write.kind === 'correction' ? 'correction' : write.action.action
  const what = name in words.pending ? words.pending[name as keyof typeof words.pending] : words.pending.other
  const { status } = pending.state
  const stuck = status === 'needs_attention' || status === 'dead'
  const told = { ...words, problems: { ...words.problems, ...words.refused } }
  return html`<div class="on-its-way" part="pending">
    <p class="title">${stuck ? words.wasRefused(what) : words.onItsWay(what)}</p>
    ${pendingActions(told, pending, textOf(pending), now)}
  </div>`
}

/** What can be copied out of it. */
function textOf({ write }: PendingAction): string {
  if (write.kind === 'correction')
    return Object.values(write.correction)
      .filter((part) => typeof part === 'string')
      .join('\n\n')
  return 'reason' in write.action ? (write.action.reason ?? '') : ''
}

function askWords(words: CaseWords, asking: Asking): Parameters<ReturnType<TicketInHand['form']>['render']>[0] {
  const common = { tooLong: words.tooLongBy, back: words.cancel, required: '' }
  switch (asking) {
    case 'reject': {
      const { no, reason, reasonHelp, reasonRequired, send, back } = words.handshake
      return { ...common, title: no, help: reasonHelp, label: reason, required: reasonRequired, send, back }
    }
    case 'reopen': {
      const { title, reason, reasonRequired, send } = words.reopen
      return { ...common, title, help: '', label: reason, required: reasonRequired, send }
    }
    case 'withdraw': {
      const { title, help, reason, send } = words.withdraw
      return { ...common, title, help, label: reason, optional: words.optional, send }
    }
  }
}

const visitsOf = (pending: readonly PendingAction[]): ReadonlySet<string> =>
  new Set(pending.flatMap(({ write }) => visitOf(write.kind === 'action' ? write.action : undefined)))

const visitOf = (action: TicketAction | undefined): readonly string[] =>
  action && 'visit' in action ? [action.visit] : []

/** Where space is short, longer ones are cut at first. In UTF-16 code units. */
const longSubject = 100

function showWhole(event: Event): void {
  const button = event.currentTarget as HTMLElement
  const title = button.previousElementSibling as HTMLElement
  title.classList.remove('long')
  title.focus()
  button.hidden = true
}

function choose(event: Event, act: () => void): void {
  const menu = (event.currentTarget as Element).closest('details')
  if (menu) menu.open = false
  act()
}

/** A menu closes as menus do: by Escape, or by going elsewhere. */
function closeMenu(event: KeyboardEvent): void {
  const menu = event.currentTarget as HTMLDetailsElement
  if (event.key !== 'Escape' || !menu.open) return
  event.stopPropagation()
  menu.open = false
  menu.querySelector('summary')?.focus()
}

function leaveMenu(event: FocusEvent): void {
  const menu = event.currentTarget as HTMLDetailsElement
  if (!menu.contains(event.relatedTarget as Node | null)) menu.open = false
}
