import {
  type Core,
  type PendingTicket,
  type TicketCountsState,
  type TicketList,
  type TicketListState,
  ticketCounts,
  ticketList,
} from '@aftercare/client'
import type { Ticket, TicketStatus } from '@aftercare/protocol'
import { html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { AftercareElement } from '../../base/aftercare-element.ts'
import { baseStyles } from '../../base/base-styles.ts'
import { fieldStyles } from '../../base/field-styles.ts'
import { dateTime, exactTime, shortDate } from '../../base/format.ts'
import { pastTime } from '../../base/relative-time.ts'
import { ServiceData } from '../../base/service-data.ts'
import { Watch } from '../../base/watch.ts'
import { WaitingFileView } from '../../files/waiting-files.ts'
import type { TicketWords } from '../../locales/words.ts'
import { failureNotice, staleNotice } from '../notice.ts'
import { pendingActions } from '../pending-actions.ts'
import { statusMark } from '../ticket-status-mark.ts'
import { ticketWordsFor } from '../ticket-words.ts'
import { ListTools } from './list-tools.ts'
import { dataStyles, ticketListStyles } from './ticket-list-styles.ts'
import { TicketSelectedEvent } from './ticket-selected-event.ts'

type ReadyList = TicketListState & { readonly status: 'ready' }

/**
 * @summary The tickets a person may see, last changed first, with those still on their way on top: searched, narrowed
 *   and counted, with what is due and what is new. Reads when it becomes visible and follows changes as they happen.
 * @tagname aftercare-ticket-list
 * @status stable
 * @since 0.1
 *
 * @event {TicketSelectedEvent} aftercare-ticket-selected - A ticket was opened. Cancelable.
 *
 * @slot empty - What to do where there is no ticket yet.
 *
 * @csspart tools - Search and filters.
 * @csspart search - The search field.
 * @csspart type - The choice of a topic.
 * @csspart filters - The choice of open, waiting, solved, closed, with their counts.
 * @csspart list - The list.
 * @csspart item - One ticket.
 * @csspart news - Marks a ticket that something happened to since the person last opened it.
 * @csspart status - Shape and word of a status.
 * @csspart notice - What stands in the list's place when it could not be read, or is empty.
 * @csspart stale - Says that what is shown may be old.
 * @csspart pending-state - Where an unsent ticket stands.
 *
 * @cssproperty [--aftercare-accent=#4361e0] - Marks the selected ticket; links and focus are mixed from it.
 * @cssproperty [--aftercare-text=currentColor] - Text; everything else is mixed from it.
 * @cssproperty [--aftercare-surface=Canvas] - Background, only with the `theme` attribute.
 * @cssproperty [--aftercare-radius=8px] - Corners.
 */
export class AftercareTicketList extends AftercareElement<TicketWords> {
  static override styles = [baseStyles, fieldStyles, dataStyles, ticketListStyles]

  static override properties: PropertyDeclarations = {
    status: { reflect: true, useDefault: true },
    selected: { reflect: true, useDefault: true },
    ticketHref: { attribute: 'ticket-href', reflect: true, useDefault: true },
    staff: { type: Boolean, reflect: true },
    plain: { type: Boolean, reflect: true },
  }

  /** Only tickets of this status. */
  declare status: TicketStatus | ''
  /** Id of the ticket to mark as the one that is open. */
  declare selected: string
  /** Where a ticket can be seen, with `{id}` in its place: items are links then, and buttons otherwise. */
  declare ticketHref: string
  /** Seen by the provider's side. */
  declare staff: boolean
  /** Without search and filters. */
  declare plain: boolean

  #list: TicketList | undefined
  #core: Core | undefined
  #waiting: WaitingFileView | undefined
  readonly #state = new Watch<TicketListState>(this, (state) => this.#heard(state))
  readonly #counts = new Watch<TicketCountsState>(this)
  readonly #tools = new ListTools(this, () => this.#data.again())
  /** What was shown before, and stays until what is asked for now is there. */
  #shown: ReadyList | undefined
  #said = ''
  #asked: TicketList | undefined
  readonly #data = new ServiceData(this, () => this.#open())
  #turn = 0

  constructor() {
    super()
    this.status = this.selected = this.ticketHref = ''
    this.staff = this.plain = false
  }

  /** Reads the list again. */
  async refresh(): Promise<void> {
    await this.#list?.refresh()
  }

  protected override wordsFor = ticketWordsFor

  protected override clientChanged(): void {
    this.#shown = undefined
    this.#data.again()
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.hasUpdated && ['status', 'client', 'plain'].some((name) => changed.has(name))) this.#data.again()
  }

  async #open(): Promise<void> {
    const turn = ++this.#turn
    const core = await this.core()
    if (turn !== this.#turn) return
    this.#core = core
    this.#waiting = new WaitingFileView(this, () => this.words, core)
    const query = this.#tools.query(this.status)
    const list = ticketList(core, query)
    if (list === this.#list) return
    this.#list = list
    this.#state.of(list.$state)
    this.#counts.of(this.plain ? undefined : ticketCounts(core, query))
  }

  /** Says to a screen reader what a search has found. */
  #heard(state: TicketListState): void {
    if (state.status !== 'ready') return
    if (this.#shown && this.words && this.#asked !== this.#list) {
      this.#said = this.words.found(state.tickets.length, state.next !== null)
    }
    this.#asked = this.#list
    this.#shown = state
  }

  #select(event: Event, ticketId: string): void {
    if (!this.dispatchEvent(new TicketSelectedEvent(ticketId))) event.preventDefault()
    else this.selected = ticketId
  }

  #item(ticket: Ticket, now: number): unknown {
    const { words } = this
    const at = Date.parse(ticket.updatedAt)
    const current = ticket.id === this.selected ? 'true' : nothing
    const select = (event: Event): void => this.#select(event, ticket.id)
    const facts = [
      `#${ticket.number}`,
      this.staff ? ticket.requester.name : undefined,
      ticket.replies ? words.replies(ticket.replies) : undefined,
    ]
    const news = this.#shown?.news?.has(ticket.id) && ticket.id !== this.selected
    const inside = html`<span class="subject"
        >${news ? html`<span class="news" part="news"><span class="hidden">${words.news}</span></span>` : nothing}<bdi
          >${ticket.subject}</bdi
        ></span
      >
      <span class="row">
        ${statusMark(words, ticket.status, this.staff)}
        <span class="muted">${facts.filter(Boolean).join(' · ')}</span>
        <time class="muted" datetime=${ticket.updatedAt} title=${exactTime(words.tag, at)}
          >${pastTime(words, at, now, shortDate)}</time
        >
      </span>
      ${this.#due(ticket, now)}`
    return html`<li>
      ${
        this.ticketHref
          ? html`<a
            class="item button"
            part="item"
            aria-current=${current}
            href=${this.ticketHref.replaceAll('{id}', ticket.id)}
            @click=${select}
            >${inside}</a
          >`
          : html`<button type="button" class="item" part="item" aria-current=${current} @click=${select}>
            ${inside}
          </button>`
      }
    </li>`
  }

  /** The promise that is due first, or that was not kept and still is owed. */
  #due({ promises, status }: Ticket, now: number): unknown {
    const { words } = this
    if (status === 'resolved' || status === 'closed') return nothing
    const [first] = promises
      .filter(({ state, due }) => due !== null && (state === 'running' || state === 'breached'))
      .sort((a, b) => (String(a.due) < String(b.due) ? -1 : 1))
    if (!first?.due) return nothing
    const at = Date.parse(first.due)
    if (at < now) return html`<span class="muted red">▲ ${words.late}</span>`
    return html`<span class="muted">${words.dueShort[first.clock](dateTime(words.tag, at, now))}</span>`
  }

  #pending(pending: PendingTicket, now: number): unknown {
    const { subject, description } = pending.input
    const files = this.#waiting?.render(pending.id, pending.state)
    return html`<li>
      <div class="item button pending" part="item">
        <span class="subject"><bdi>${subject}</bdi></span>
        ${pendingActions(this.words, pending, `${subject}\n\n${description}`, now, files)}
      </div>
    </li>`
  }

  #skeleton(): unknown {
    return html`<div class="late" role="status">
      <span class="hidden">${this.words.loading}</span>
      ${[1, 2, 3].map(
        () => html`<div class="item button pending" aria-hidden="true">
        <div><div class="bar"></div><div class="bar short"></div></div>
      </div>`,
      )}
    </div>`
  }

  #keys = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return
    const items = [...this.renderRoot.querySelectorAll<HTMLElement>('a.item, button.item')]
    const at = items.indexOf(event.target as HTMLElement)
    if (at < 0 && !(step > 0 && (event.target as HTMLElement).matches('[type=search]'))) return
    event.preventDefault()
    items[Math.max(0, at + step)]?.focus()
  }

  #ready(state: ReadyList, waiting: boolean): unknown {
    const { words } = this
    const now = this.#core?.clock.now() ?? 0
    const stale = state.stale ?? (state.connection === 'offline' ? { kind: 'offline' as const } : undefined)
    const none = !state.tickets.length && !state.pending.length
    const narrowed = this.#tools.active
    return html`${stale ? staleNotice(words, stale) : nothing}
      ${
        !none
          ? html`<ul part="list" class=${waiting ? 'old' : ''} aria-label=${words.tickets} aria-busy=${waiting || state.loadingMore}>
            ${repeat(
              state.pending,
              ({ id }) => id,
              (pending) => this.#pending(pending, now),
            )}
            ${repeat(
              state.tickets,
              ({ id }) => id,
              (ticket) => this.#item(ticket, now),
            )}
          </ul>`
          : narrowed
            ? html`<div class="notice" part="notice">
              <p class="title">${words.nothingFound}</p>
              <p class="muted">${words.nothingFoundHelp}</p>
              <button type="button" @click=${() => this.#tools.clear()}>${words.showAll}</button>
            </div>`
            : html`<div class="notice" part="notice">
              <p class="title">${words.none}</p>
              ${this.staff ? nothing : html`<p class="muted">${words.noneHelp}</p>`}
              <slot name="empty"></slot>
            </div>`
      }
      ${
        state.next
          ? html`<button
            type="button"
            class="more"
            aria-disabled=${state.loadingMore || nothing}
            @click=${() => state.loadingMore || this.#list?.more()}
          >
            ${state.loadingMore ? words.loading : words.more}
          </button>`
          : nothing
      }`
  }

  #useful(): boolean {
    const shown = this.#shown
    // Where there is nothing to find there is nothing to search.
    return !this.plain && shown !== undefined && (this.#tools.active || shown.tickets.length + shown.pending.length > 0)
  }

  protected override render(): unknown {
    const state = this.#state.value
    const waiting = !state || state.status === 'loading'
    const shown = state?.status === 'ready' ? state : waiting ? this.#shown : undefined
    const { words, staff } = this
    return html`<div lang=${words.tag} data-status=${state?.status ?? 'loading'} @keydown=${this.#keys}>
      ${
        this.#useful()
          ? this.#tools.render({ words, staff, fixed: this.status !== '', counts: this.#counts.value })
          : nothing
      }
      ${
        state?.status === 'failed'
          ? failureNotice(words, state.reason, () => void this.#list?.refresh())
          : shown
            ? this.#ready(shown, waiting)
            : this.#skeleton()
      }
      <span class="hidden" role="status">${this.#said}</span>
    </div>`
  }
}
