import type { TicketAction } from '@aftercare/protocol'
import { html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit'
import { AftercareElement } from '../../base/aftercare-element.ts'
import { baseStyles } from '../../base/base-styles.ts'
import { fieldStyles } from '../../base/field-styles.ts'
import { ServiceData } from '../../base/service-data.ts'
import { fileStyles } from '../../files/file-styles.ts'
import type { CaseWords } from '../../locales/words.ts'
import { conversationStyles } from '../conversation/conversation-styles.ts'
import { failureNotice } from '../notice.ts'
import { ticketFormStyles } from '../ticket-form/ticket-form-styles.ts'
import { dataStyles } from '../ticket-list/ticket-list-styles.ts'
import { TicketSelectedEvent } from '../ticket-list/ticket-selected-event.ts'
import { caseWordsFor } from '../ticket-words.ts'
import type { TicketInHand } from './ticket-in-hand.ts'
import { ticketStyles } from './ticket-styles.ts'

/**
 * @summary One ticket, whole: where it stands, whose turn it is, what was promised and what is left of it, what was said
 *   and what happened. At the provider's claim that it is solved, the place to say yes or no. Reads when it becomes
 *   visible and follows what happens.
 * @tagname aftercare-ticket
 * @status stable
 * @since 0.1
 *
 * @event {ActionAcknowledgedEvent} aftercare-action-acknowledged - The server has done what was asked for: verified,
 *   rejected, reopened, withdrawn, corrected, …
 * @event {MessageAcknowledgedEvent} aftercare-message-acknowledged - The server has the reply.
 * @event {TicketSelectedEvent} aftercare-ticket-selected - The ticket in which a merged one goes on was opened.
 *   Cancelable.
 *
 * @csspart head - Number, status, subject, owner and priority.
 * @csspart title - The subject.
 * @csspart status - Shape and word of the status.
 * @csspart menu - The quiet menu: correct, withdraw.
 * @csspart next - Whose turn it is, and by when.
 * @csspart handshake - Is it solved?
 * @csspart verify - Yes.
 * @csspart reject - No, not yet.
 * @csspart send - The button that sends a reason.
 * @csspart pending - Something that is on its way.
 * @csspart pending-state - Where that stands.
 * @csspart promises - The receipt: what was promised, by when, what is left.
 * @csspart fixes - Workaround and permanent fix.
 * @csspart visits - Visits, with times to choose and reports to sign.
 * @csspart summary - Cause, solution and prevention.
 * @csspart log - The messages.
 * @csspart message - One message.
 * @csspart attachment - The button that downloads a file.
 * @csspart reply - The form one answers with.
 * @csspart submit - The button that sends an answer.
 * @csspart history - What happened.
 * @csspart entry - One thing that happened.
 * @csspart followers - Who follows the ticket.
 * @csspart notice - What stands in the ticket's place when it could not be read.
 * @csspart stale - Says that what is shown may be old.
 *
 * @cssproperty [--aftercare-accent=#4361e0] - Colour of the one primary action; one's own messages are tinted with it.
 * @cssproperty [--aftercare-on-accent] - Text on the accent; black or white by its lightness unless set.
 * @cssproperty [--aftercare-text=currentColor] - Text; everything else is mixed from it.
 * @cssproperty [--aftercare-surface=Canvas] - Background, only with the `theme` attribute.
 * @cssproperty [--aftercare-radius=8px] - Corners.
 * @cssproperty [--aftercare-control-size=36px] - Height of controls; 44px where a finger points.
 */
export class AftercareTicket extends AftercareElement<CaseWords> {
  static override styles = [
    baseStyles,
    fieldStyles,
    ticketFormStyles,
    fileStyles,
    dataStyles,
    conversationStyles,
    ticketStyles,
  ]

  static override properties: PropertyDeclarations = {
    ticketId: { attribute: 'ticket-id', reflect: true, useDefault: true },
    ticketHref: { attribute: 'ticket-href', reflect: true, useDefault: true },
    staff: { type: Boolean, reflect: true },
  }

  declare ticketId: string
  /** Where another ticket can be seen, with `{id}` in its place, for one that was merged. */
  declare ticketHref: string
  /** Seen by the provider's side: the sides of the conversation change. */
  declare staff: boolean

  #work: TicketInHand | undefined
  readonly #data = new ServiceData(this, () => this.#open())
  #turn = 0

  constructor() {
    super()
    this.ticketId = this.ticketHref = ''
    this.staff = false
  }

  /** Reads the ticket again. */
  async refresh(): Promise<void> {
    await this.#work?.refresh()
  }

  /**
   * Does something with the ticket, as its own buttons do; what the reader's role and the ticket's status do not allow
   * is refused, and shown. For controls of the page's own.
   */
  async act(action: TicketAction): Promise<void> {
    await this.#work?.act(action)
  }

  protected override wordsFor = caseWordsFor

  protected override clientChanged(): void {
    this.#data.again()
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.hasUpdated && (changed.has('ticketId') || changed.has('client'))) this.#data.again()
  }

  async #open(): Promise<void> {
    const turn = ++this.#turn
    const { ticketId } = this
    this.#work?.close()
    this.#work = undefined
    this.requestUpdate()
    if (!ticketId) return
    const [core, { TicketInHand }] = await Promise.all([this.core(), import('./ticket-in-hand.ts')])
    if (turn !== this.#turn) return
    this.#work = new TicketInHand(this, {
      core,
      ticketId,
      words: () => this.words,
      staff: () => this.staff,
      ticketHref: () => this.ticketHref,
      openTicket: (event, other) => this.#openOther(event, other),
    })
  }

  #openOther(event: Event, ticketId: string): void {
    if (!this.dispatchEvent(new TicketSelectedEvent(ticketId))) event.preventDefault()
    else if (!this.ticketHref) this.ticketId = ticketId
  }

  /** The layout of what is to come, so that nothing moves when it does. */
  #skeleton(): unknown {
    const bars = (...kinds: readonly string[]): unknown => kinds.map((kind) => html`<div class="bar ${kind}"></div>`)
    return html`<div class="late ticket" role="status">
      <span class="hidden">${this.words.loading}</span>
      <header>${bars('short', 'tall', 'short')}</header>
      <div class="turn">${bars('half', '')}</div>
      <div class="facts">${bars('short', '', '')}</div>
      <div class="said">${bars('half', '', 'short')}</div>
    </div>`
  }

  protected override render(): unknown {
    const work = this.#work
    const state = work?.state
    // Both are there, or neither: what comes later would push down what is being read.
    const thread = work?.thread.state
    const loading = !work || !state || state.status === 'loading' || !thread || thread.status === 'loading'
    const status = state?.status === 'failed' ? 'failed' : loading ? 'loading' : 'ready'
    return html`<div
      class="all"
      lang=${this.words.tag}
      data-status=${status}
      @focusin=${work?.prepare}
      @pointerover=${work?.prepare}
    >
      ${
        !this.ticketId
          ? nothing
          : state?.status === 'failed'
            ? failureNotice(this.words, state.reason, () => void this.refresh())
            : loading
              ? this.#skeleton()
              : work.render()
      }
    </div>`
  }
}
