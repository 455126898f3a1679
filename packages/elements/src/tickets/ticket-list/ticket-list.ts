import { type Core, type PendingTicket, type TicketList, type TicketListState, ticketList } from '@aftercare/client'
import type { Ticket, TicketStatus } from '@aftercare/protocol'
import { html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { AftercareElement } from '../../base/aftercare-element.ts'
import { baseStyles } from '../../base/base-styles.ts'
import { exactTime, shortDate } from '../../base/format.ts'
import { relativeTime } from '../../base/relative-time.ts'
import { ServiceData } from '../../base/service-data.ts'
import { Watch } from '../../base/watch.ts'
import type { TicketWords } from '../../locales/words.ts'
import { failureNotice, staleNotice } from '../notice.ts'
import { pendingActions } from '../pending-actions.ts'
import { statusMark } from '../ticket-status-mark.ts'
import { ticketWordsFor } from '../ticket-words.ts'
import { dataStyles, ticketListStyles } from './ticket-list-styles.ts'
import { TicketSelectedEvent } from './ticket-selected-event.ts'

/**
 * @summary The tickets a person may see, last changed first, with those still on their way on top. Reads when it
 *   becomes visible and follows changes as they happen.
 * @tagname aftercare-ticket-list
 * @status stable
 * @since 0.1
 *
 * @event {TicketSelectedEvent} aftercare-ticket-selected - A ticket was opened. Cancelable.
 *
 * @slot empty - What to do where there is no ticket yet.
 *
 * @csspart list - The list.
 * @csspart item - One ticket.
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
  static override styles = [baseStyles, dataStyles, ticketListStyles]

  static override properties: PropertyDeclarations = {
    status: { reflect: true, useDefault: true },
    selected: { reflect: true, useDefault: true },
    ticketHref: { attribute: 'ticket-href', reflect: true, useDefault: true },
    staff: { type: Boolean, reflect: true },
  }

  /** Only tickets of this status. */
  declare status: TicketStatus | ''
  /** Id of the ticket to mark as the one that is open. */
  declare selected: string
  /** Where a ticket can be seen, with `{id}` in its place: items are links then, and buttons otherwise. */
  declare ticketHref: string
  /** Seen by the provider's side. */
  declare staff: boolean

  #list: TicketList | undefined
  #core: Core | undefined
  readonly #state = new Watch<TicketListState>(this)
  readonly #data = new ServiceData(this, () => this.#open())
  #turn = 0

  constructor() {
    super()
    this.status = this.selected = this.ticketHref = ''
    this.staff = false
  }

  /** Reads the list again. */
  async refresh(): Promise<void> {
    await this.#list?.refresh()
  }

  protected override wordsFor = ticketWordsFor

  protected override clientChanged(): void {
    this.#data.again()
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.hasUpdated && (changed.has('status') || changed.has('client'))) this.#data.again()
  }

  async #open(): Promise<void> {
    const turn = ++this.#turn
    const core = await this.core()
    if (turn !== this.#turn) return
    this.#core = core
    this.#list = ticketList(core, this.status ? { status: this.status } : {})
    this.#state.of(this.#list.$state)
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
    const inside = html`<span class="subject"><bdi>${ticket.subject}</bdi></span>
      <span class="row">
        ${statusMark(words, ticket.status, this.staff)}
        <span class="muted">${facts.filter(Boolean).join(' · ')}</span>
        <time class="muted" datetime=${ticket.updatedAt} title=${exactTime(words.tag, at)}
          >${relativeTime(words.tag, at, now, shortDate)}</time
        >
      </span>`
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

  #pending(pending: PendingTicket, now: number): unknown {
    const { subject, description } = pending.input
    return html`<li>
      <div class="item button pending" part="item">
        <span class="subject"><bdi>${subject}</bdi></span>
        ${pendingActions(this.words, pending, `${subject}\n\n${description}`, now)}
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

  #ready(state: TicketListState & { status: 'ready' }): unknown {
    const { words } = this
    const now = this.#core?.clock.now() ?? 0
    const stale = state.stale ?? (state.connection === 'offline' ? { kind: 'offline' as const } : undefined)
    if (!state.tickets.length && !state.pending.length) {
      return html`${stale ? staleNotice(words, stale) : nothing}
        <div class="notice" part="notice">
          <p class="title">${words.none}</p>
          ${this.staff ? nothing : html`<p class="muted">${words.noneHelp}</p>`}
          <slot name="empty"></slot>
        </div>`
    }
    return html`${stale ? staleNotice(words, stale) : nothing}
      <ul part="list" aria-label=${words.tickets} aria-busy=${state.loadingMore}>
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
      </ul>
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

  protected override render(): unknown {
    const state = this.#state.value
    return html`<div lang=${this.words.tag} data-status=${state?.status ?? 'loading'}>
      ${
        !state || state.status === 'loading'
          ? this.#skeleton()
          : state.status === 'failed'
            ? failureNotice(this.words, state.reason, () => void this.#list?.refresh())
            : this.#ready(state)
      }
    </div>`
  }
}
