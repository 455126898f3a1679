import type { Core } from '@aftercare/client'
import type { TicketType } from '@aftercare/protocol'
import { html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit'
import { AftercareElement } from '../../base/aftercare-element.ts'
import { baseStyles } from '../../base/base-styles.ts'
import { fieldStyles } from '../../base/field-styles.ts'
import { dateTime, exactTime } from '../../base/format.ts'
import { pastTime } from '../../base/relative-time.ts'
import { ServiceData } from '../../base/service-data.ts'
import { fileStyles } from '../../files/file-styles.ts'
import type { TicketWords } from '../../locales/words.ts'
import { failureNotice, staleNotice } from '../notice.ts'
import { ticketFormStyles } from '../ticket-form/ticket-form-styles.ts'
import { dataStyles } from '../ticket-list/ticket-list-styles.ts'
import { statusMark } from '../ticket-status-mark.ts'
import { ticketWordsFor } from '../ticket-words.ts'
import { conversationStyles } from './conversation-styles.ts'
import { type ReadyConversation, Thread } from './thread.ts'

/**
 * @summary One ticket: where it stands, what was said, and a place to answer. Reads when it becomes visible and
 *   shows new replies as they arrive.
 * @tagname aftercare-conversation
 * @status stable
 * @since 0.1
 *
 * @event {MessageAcknowledgedEvent} aftercare-message-acknowledged - The server has the reply or note.
 *
 * @csspart head - Number, subject, status and times.
 * @csspart status - Shape and word of the status.
 * @csspart log - The messages.
 * @csspart message - One message.
 * @csspart note - An internal note; staff only.
 * @csspart pending - A message that is still on its way.
 * @csspart pending-state - Where it stands.
 * @csspart attachment - The button that downloads a file.
 * @csspart reply - The form one answers with.
 * @csspart submit - The button that sends.
 * @csspart notice - What stands in the conversation's place when it could not be read.
 * @csspart stale - Says that what is shown may be old.
 *
 * @cssproperty [--aftercare-accent=#4361e0] - Colour of the one primary action; one's own messages are tinted with it.
 * @cssproperty [--aftercare-on-accent] - Text on the accent; black or white by its lightness unless set.
 * @cssproperty [--aftercare-text=currentColor] - Text; everything else is mixed from it.
 * @cssproperty [--aftercare-surface=Canvas] - Background, only with the `theme` attribute.
 * @cssproperty [--aftercare-radius=8px] - Corners.
 * @cssproperty [--aftercare-control-size=36px] - Height of controls; 44px where a finger points.
 */
export class AftercareConversation extends AftercareElement<TicketWords> {
  static override styles = [baseStyles, fieldStyles, ticketFormStyles, fileStyles, dataStyles, conversationStyles]

  static override properties: PropertyDeclarations = {
    ticketId: { attribute: 'ticket-id', reflect: true, useDefault: true },
    staff: { type: Boolean, reflect: true },
  }

  declare ticketId: string
  /** Seen by the provider's side: the sides change, and internal notes can be written. */
  declare staff: boolean

  #core: Core | undefined
  #thread: Thread | undefined
  readonly #data = new ServiceData(this, () => this.#open())
  #turn = 0

  constructor() {
    super()
    this.ticketId = ''
    this.staff = false
  }

  /** Reads ticket and messages again. */
  async refresh(): Promise<void> {
    await this.#thread?.conversation.refresh()
  }

  protected override wordsFor = ticketWordsFor

  protected override clientChanged(): void {
    this.#data.again()
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.hasUpdated && (changed.has('ticketId') || changed.has('client'))) this.#data.again()
  }

  async #open(): Promise<void> {
    const turn = ++this.#turn
    const { ticketId } = this
    this.#thread?.close()
    this.#thread = undefined
    this.requestUpdate()
    if (!ticketId) return
    const core = await this.core()
    if (turn !== this.#turn) return
    this.#core = core
    this.#thread = new Thread(this, { core, ticketId, words: () => this.words, staff: () => this.staff })
  }

  #head({ ticket }: ReadyConversation, now: number): unknown {
    const { words } = this
    const time = (instant: string, say: (when: string) => string): unknown => {
      const at = Date.parse(instant)
      return html`<time datetime=${instant} title=${exactTime(words.tag, at)}
        >${say(pastTime(words, at, now, dateTime))}</time
      >`
    }
    return html`<header part="head">
      <div class="row">
        <span class="muted">#${ticket.number} · ${words.types[ticket.type as TicketType] ?? ticket.type}</span>
        ${statusMark(words, ticket.status, this.staff)}
      </div>
      <h2><bdi>${ticket.subject}</bdi></h2>
      <p class="muted">
        ${time(ticket.createdAt, words.opened)}${
          ticket.updatedAt === ticket.createdAt ? nothing : [' · ', time(ticket.updatedAt, words.updated)]
        }${ticket.assignee?.name ? ` · ${words.owner(ticket.assignee.name)}` : nothing}
      </p>
    </header>`
  }

  #skeleton(): unknown {
    return html`<div class="late" role="status">
      <span class="hidden">${this.words.loading}</span>
      <div class="bar short"></div>
      <div class="bar"></div>
      <div class="bar short"></div>
    </div>`
  }

  #ready(state: ReadyConversation, thread: Thread): unknown {
    const { words } = this
    const now = this.#core?.clock.now() ?? 0
    const stale = state.stale ?? (state.connection === 'offline' ? { kind: 'offline' as const } : undefined)
    return html`${this.#head(state, now)} ${stale ? staleNotice(words, stale) : nothing} ${thread.log(state, now)}
      ${thread.answer(state)} ${state.ticket.status === 'closed' ? html`<p class="muted">${words.closed}</p>` : nothing}`
  }

  protected override render(): unknown {
    const state = this.#thread?.state
    return html`<div class="all" lang=${this.words.tag} data-status=${state?.status ?? 'loading'}>
      ${
        !this.ticketId
          ? nothing
          : !this.#thread || !state || state.status === 'loading'
            ? this.#skeleton()
            : state.status === 'failed'
              ? failureNotice(this.words, state.reason, () => void this.refresh())
              : this.#ready(state, this.#thread)
      }
    </div>`
  }
}
