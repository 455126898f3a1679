import { type Conversation, type ConversationState, type Core, conversation } from '@aftercare/client'
import type { Attachment, Message } from '@aftercare/protocol'
import { html, type LitElement, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { dayName } from '../../base/format.ts'
import { Watch } from '../../base/watch.ts'
import { fileAddress } from '../../files/file-address.ts'
import { MessagePictures } from '../../files/message-pictures.ts'
import { WaitingFileView } from '../../files/waiting-files.ts'
import type { TicketWords } from '../../locales/words.ts'
import { Look } from '../look.ts'
import { authorName, descriptionView, messageView, pendingView, type View } from './message-view.ts'
import { ReplyBox } from './reply-box.ts'

export type ReadyConversation = ConversationState & { readonly status: 'ready' }

export interface ThreadOptions {
  readonly core: Core
  readonly ticketId: string
  readonly words: () => TicketWords
  /** Seen by the provider's side. */
  readonly staff: () => boolean
}

/** What was said about one ticket, as it is said, and a place to answer. Whatever shows a conversation has one. */
export class Thread {
  readonly conversation: Conversation
  readonly #host: LitElement
  readonly #options: ThreadOptions
  readonly #state: Watch<ConversationState>
  readonly #reply: ReplyBox
  readonly #look: Look
  readonly #pictures: MessagePictures
  readonly #waiting: WaitingFileView
  #last: string | undefined
  #said = ''
  #failed = false

  constructor(host: LitElement, options: ThreadOptions) {
    const { core, ticketId, words } = options
    this.#host = host
    this.#options = options
    this.conversation = conversation(core, ticketId)
    this.#reply = new ReplyBox(host, { core, ticketId, conversation: this.conversation, words })
    this.#look = new Look(core)
    this.#pictures = new MessagePictures(host, core)
    this.#waiting = new WaitingFileView(host, words, core)
    this.#state = new Watch<ConversationState>(host, (state) => this.#heard(state))
    this.#state.of(this.conversation.$state)
  }

  get state(): ConversationState | undefined {
    return this.#state.value
  }

  /** Lets go of the stores: another ticket is shown from now on. */
  close(): void {
    this.#state.end()
    this.#look.end()
    this.#pictures.end()
    this.#reply.close()
  }

  /** Tells a screen reader of a reply that came from the other side while the conversation was open. */
  #heard(state: ConversationState): void {
    if (state.status !== 'ready') return
    const { messages, ticket } = state
    this.#look.at(ticket)
    const newest = messages.at(-1)
    const words = this.#options.words()
    if (this.#last !== undefined && newest && newest.id !== this.#last && words) {
      const at = messages.findIndex(({ id }) => id === this.#last)
      const others = messages.slice(at + 1).filter(({ author }) => (author.side === 'agent') !== this.#options.staff())
      const other = others.at(-1)
      if (other) this.#said = `${words.newReply(authorName(words, other.author))}${words.stop}${other.body}`
    }
    this.#last = newest?.id ?? ''
  }

  async #download(attachment: Attachment): Promise<void> {
    this.#failed = false
    try {
      const anchor = document.createElement('a')
      anchor.href = await fileAddress(this.#options.core, attachment)
      anchor.download = attachment.name
      anchor.rel = 'noopener noreferrer'
      anchor.click()
    } catch {
      this.#failed = true
    }
    this.#host.requestUpdate()
  }

  /** The messages, oldest first, with those on their way at the end. `now` in milliseconds since the epoch. */
  log(state: ReadyConversation, now: number): unknown {
    const words = this.#options.words()
    const staff = this.#options.staff()
    const view: View = {
      words,
      staff,
      now,
      waiting: ({ id, state }) => this.#waiting.render(id, state),
      picture: (file) => this.#pictures.of(file),
      download: (file) => void this.#download(file),
    }
    let day = ''
    const separator = (instant: string): unknown => {
      const name = dayName(words.tag, Date.parse(instant), now)
      if (name === day) return nothing
      day = name
      return html`<p class="day">${name}</p>`
    }
    const { ticket } = state
    return html`<div class="log" part="log" role="log" aria-live="off" aria-label=${words.conversation}>
      ${separator(ticket.createdAt)} ${descriptionView(view, ticket)}
      ${
        state.earlier
          ? html`<button
            type="button"
            class="more plain"
            aria-disabled=${state.loadingEarlier || nothing}
            @click=${() => state.loadingEarlier || this.conversation.earlier()}
          >
            ${state.loadingEarlier ? words.loading : words.earlier}
          </button>`
          : nothing
      }
      ${repeat(
        state.messages,
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

  /**
   * What a screen reader is told, what went wrong with a file, and the form one answers with. `quiet`: something else
   * on the page is what is asked for now; `help` stands under the field.
   */
  answer(state: ReadyConversation, { quiet = false, help = '' } = {}): unknown {
    const words = this.#options.words()
    return html`<span class="hidden" role="status">${this.#said}</span>
      ${this.#failed ? html`<p class="error" role="alert">${words.downloadFailed}</p>` : nothing}
      ${state.ticket.status === 'closed' ? nothing : this.#reply.render(this.#options.staff(), { quiet, help })}`
  }
}
