import { type Conversation, type ConversationState, type Core, conversation, files } from '@aftercare/client'
import type { Attachment, Message, TicketType } from '@aftercare/protocol'
import { html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { AftercareElement } from '../../base/aftercare-element.ts'
import { baseStyles } from '../../base/base-styles.ts'
import { fieldStyles } from '../../base/field-styles.ts'
import { dateTime, dayName, exactTime } from '../../base/format.ts'
import { relativeTime } from '../../base/relative-time.ts'
import { ServiceData } from '../../base/service-data.ts'
import { Watch } from '../../base/watch.ts'
import type { TicketWords } from '../../locales/words.ts'
import { failureNotice, staleNotice } from '../notice.ts'
import { ticketFormStyles } from '../ticket-form/ticket-form-styles.ts'
import { dataStyles } from '../ticket-list/ticket-list-styles.ts'
import { statusMark } from '../ticket-status-mark.ts'
import { ticketWordsFor } from '../ticket-words.ts'
import { conversationStyles } from './conversation-styles.ts'
import { authorName, descriptionView, messageView, pendingView, type View } from './message-view.ts'
import { ReplyBox } from './reply-box.ts'

type Ready = ConversationState & { status: 'ready' }

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
  static override styles = [baseStyles, fieldStyles, ticketFormStyles, dataStyles, conversationStyles]

  static override properties: PropertyDeclarations = {
    ticketId: { attribute: 'ticket-id', reflect: true, useDefault: true },
    staff: { type: Boolean, reflect: true },
  }

  declare ticketId: string
  /** Seen by the provider's side: the sides change, and internal notes can be written. */
  declare staff: boolean

  #core: Core | undefined
  #conversation: Conversation | undefined
  #reply: ReplyBox | undefined
  readonly #state = new Watch<ConversationState>(this, (state) => this.#heard(state))
  readonly #data = new ServiceData(this, () => this.#open())
  #turn = 0
  #last: string | undefined
  #said = ''
  #failed = false

  constructor() {
    super()
    this.ticketId = ''
    this.staff = false
  }

  /** Reads ticket and messages again. */
  async refresh(): Promise<void> {
    await this.#conversation?.refresh()
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
    this.#conversation = this.#reply = this.#last = undefined
    this.#said = ''
    this.#state.of(undefined)
    if (!ticketId) return
    const core = await this.core()
    if (turn !== this.#turn) return
    this.#core = core
    this.#conversation = conversation(core, ticketId)
    this.#reply = new ReplyBox(this, { core, ticketId, conversation: this.#conversation, words: () => this.words })
    this.#state.of(this.#conversation.$state)
  }

  /** Tells a screen reader of a reply that came from the other side while the conversation was open. */
  #heard(state: ConversationState): void {
    if (state.status !== 'ready') return
    const { messages } = state
    const newest = messages.at(-1)
    if (this.#last !== undefined && newest && newest.id !== this.#last && this.words) {
      const at = messages.findIndex(({ id }) => id === this.#last)
      const others = messages.slice(at + 1).filter(({ author }) => (author.side === 'agent') !== this.staff)
      const other = others.at(-1)
      if (other)
        this.#said = `${this.words.newReply(authorName(this.words, other.author))}${this.words.stop}${other.body}`
    }
    this.#last = newest?.id ?? ''
  }

  async #download(attachment: Attachment): Promise<void> {
    const core = this.#core
    if (!core) return
    this.#failed = false
    try {
      const link = new URL(await files(core).link(attachment.fileId), new URL(core.url, document.baseURI))
      if (!/^https?:$/.test(link.protocol)) throw new TypeError('Not an address of a file')
      const anchor = document.createElement('a')
      anchor.href = link.href
      anchor.download = attachment.name
      anchor.rel = 'noopener noreferrer'
      anchor.click()
    } catch {
      this.#failed = true
    }
    this.requestUpdate()
  }

  #head({ ticket }: Ready, now: number): unknown {
    const { words } = this
    const time = (instant: string, say: (when: string) => string): unknown => {
      const at = Date.parse(instant)
      return html`<time datetime=${instant} title=${exactTime(words.tag, at)}
        >${say(relativeTime(words.tag, at, now, dateTime))}</time
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

  #log(state: Ready, view: View): unknown {
    const { words } = this
    const { ticket, messages } = state
    let day = ''
    const separator = (instant: string): unknown => {
      const name = dayName(words.tag, Date.parse(instant), view.now)
      if (name === day) return nothing
      day = name
      return html`<p class="day">${name}</p>`
    }
    return html`<div class="log" part="log" role="log" aria-live="off" aria-label=${words.conversation}>
      ${separator(ticket.createdAt)} ${descriptionView(view, ticket)}
      ${
        state.earlier
          ? html`<button
            type="button"
            class="more plain"
            aria-disabled=${state.loadingEarlier || nothing}
            @click=${() => state.loadingEarlier || this.#conversation?.earlier()}
          >
            ${state.loadingEarlier ? words.loading : words.earlier}
          </button>`
          : nothing
      }
      ${repeat(
        messages,
        ({ id }: Message) => id,
        (message) => html`${separator(message.createdAt)} ${messageView(view, message)}`,
      )}
      ${repeat(
        state.pending,
        ({ id }) => id,
        (pending) => pendingView(view, pending),
      )}
    </div>`
  }

  #skeleton(): unknown {
    return html`<div class="late" role="status">
      <span class="hidden">${this.words.loading}</span>
      <div class="bar short"></div>
      <div class="bar"></div>
      <div class="bar short"></div>
    </div>`
  }

  #ready(state: Ready): unknown {
    const { words } = this
    const now = this.#core?.clock.now() ?? 0
    const stale = state.stale ?? (state.connection === 'offline' ? { kind: 'offline' as const } : undefined)
    const view = { words, staff: this.staff, now, download: (file: Attachment) => void this.#download(file) }
    return html`${this.#head(state, now)} ${stale ? staleNotice(words, stale) : nothing} ${this.#log(state, view)}
      <span class="hidden" role="status">${this.#said}</span>
      ${this.#failed ? html`<p class="error" role="alert">${words.downloadFailed}</p>` : nothing}
      ${
        state.ticket.status === 'closed' ? html`<p class="muted">${words.closed}</p>` : this.#reply?.render(this.staff)
      }`
  }

  protected override render(): unknown {
    const state = this.#state.value
    return html`<div class="all" lang=${this.words.tag} data-status=${state?.status ?? 'loading'}>
      ${
        !this.ticketId
          ? nothing
          : !state || state.status === 'loading'
            ? this.#skeleton()
            : state.status === 'failed'
              ? failureNotice(this.words, state.reason, () => void this.#conversation?.refresh())
              : this.#ready(state)
      }
    </div>`
  }
}
