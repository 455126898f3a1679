import {
  type Conversation,
  type Core,
  type Draft,
  type DraftState,
  drafts,
  failureOf,
  replyDraft,
} from '@aftercare/client'
import { limits, type MessageKind } from '@aftercare/protocol'
import { html, type LitElement, nothing } from 'lit'
import { Watch } from '../../base/watch.ts'
import { Attachments } from '../../files/attachments.ts'
import { fileButton, fileEvents } from '../../files/file-fields.ts'
import type { TicketWords } from '../../locales/words.ts'
import { MessageAcknowledgedEvent } from './message-acknowledged-event.ts'

interface ReplyDraft {
  readonly body: string
  readonly kind: MessageKind
}

export interface ReplyBoxOptions {
  readonly core: Core
  readonly conversation: Conversation
  readonly ticketId: string
  readonly words: () => TicketWords
}

/** Where one writes: a draft that survives the page, files, and for staff the choice of an internal note. */
export class ReplyBox {
  readonly #host: LitElement
  readonly #options: ReplyBoxOptions
  readonly #attachments: Attachments
  readonly #draftState: Watch<DraftState>
  /** What was last settled: "saved" is never said of what is only being saved. */
  #draftStatus: DraftState['status'] = 'empty'
  #draft: Draft<ReplyDraft> | undefined
  #opening: Promise<Draft<ReplyDraft> | undefined> | undefined
  #kind: MessageKind = 'reply'
  #error = ''
  #busy = false
  #typed = false

  constructor(host: LitElement, options: ReplyBoxOptions) {
    this.#host = host
    this.#options = options
    this.#attachments = new Attachments(host, options.words, options.core)
    this.#draftState = new Watch(host, ({ status }) => {
      if (status !== 'saving') this.#draftStatus = status
    })
  }

  get #body(): HTMLTextAreaElement | null {
    return this.#host.renderRoot.querySelector('#body')
  }

  /** First intent to write; the draft of an earlier visit does not replace what was typed meanwhile. */
  #begin = (): void => {
    const { core, conversation, ticketId } = this.#options
    if (this.#opening) return
    // What sending needs, so that a reply can be kept when the network goes while it is written.
    conversation.prepare().catch(() => {})
    this.#attachments.ask()
    this.#opening = drafts(core)
      .open<ReplyDraft>(replyDraft(ticketId))
      .then((draft) => {
        this.#draft = draft
        this.#draftState.of(draft.$state)
        const body = this.#body
        if (draft.value && body && !this.#typed) {
          body.value = draft.value.body
          this.#kind = draft.value.kind
        }
        if (this.#typed) this.#keep()
        this.#host.requestUpdate()
        return draft
      })
      .catch(() => (this.#opening = undefined))
  }

  #keep(): void {
    this.#draft?.save({ body: this.#body?.value ?? '', kind: this.#kind })
  }

  #input = (event: Event): void => {
    const target = event.target as HTMLInputElement
    if (target.type === 'file') return
    this.#typed = true
    if (target.type === 'radio') this.#kind = target.value as MessageKind
    if (this.#error && !this.#check(target.value)) this.#error = ''
    this.#begin()
    this.#keep()
    this.#host.requestUpdate()
  }

  #check(body: string): string {
    const words = this.#options.words()
    const over = [...body].length - limits.messageBody
    return over > 0 ? words.tooLong(over) : body.trim() ? '' : words.bodyRequired
  }

  #keys = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
      (event.currentTarget as HTMLFormElement).requestSubmit()
  }

  #files = (event: Event): void => fileEvents(event, (files) => void this.#attachments.add(files))

  #submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    const field = this.#body
    if (this.#busy || !field) return
    const body = field.value
    this.#error = this.#check(body)
    if (!this.#error) {
      this.#busy = true
      this.#host.requestUpdate()
      try {
        this.#begin()
        const draft = await this.#opening
        const submission = await this.#options.conversation.reply(
          { body, kind: this.#kind, attachments: this.#attachments.files },
          draft ? { draft } : {},
        )
        submission.acknowledged.then(
          (message) => this.#host.dispatchEvent(new MessageAcknowledgedEvent(message)),
          () => {},
        )
        // What was typed while it was being kept stays.
        if (field.value === body) field.value = ''
        else this.#keep()
        this.#typed = false
        this.#attachments.clear()
      } catch (error) {
        const words = this.#options.words()
        this.#error = failureOf(error).kind === 'signed_out' ? words.signedOut : words.notTaken
      }
      this.#busy = false
    }
    this.#host.requestUpdate()
    field.focus()
  }

  /** Lets go of the draft, which stays on the device. */
  close(): void {
    this.#draftState.end()
  }

  /** `quiet`: another action is the one that is asked for; `help` stands under the field. */
  render(staff: boolean, { quiet = false, help = '' } = {}): unknown {
    const words = this.#options.words()
    const note = this.#kind === 'internal_note'
    const draft = this.#draftStatus
    const choice = (kind: MessageKind, word: string): unknown =>
      html`<label><input type="radio" name="kind" value=${kind} .checked=${this.#kind === kind} />${word}</label>`
    return html`<form
      part="reply"
      class=${note ? 'as-note' : ''}
      novalidate
      @focusin=${this.#begin}
      @input=${this.#input}
      @keydown=${this.#keys}
      @submit=${this.#submit}
      @change=${this.#files}
      @paste=${this.#files}
      @drop=${this.#files}
      @dragover=${this.#files}
      @dragleave=${this.#files}
    >
      ${
        staff
          ? html`<fieldset class="row">
            <legend class="hidden">${words.replyAs}</legend>
            ${choice('reply', words.reply)} ${choice('internal_note', words.note)}
          </fieldset>`
          : nothing
      }
      <div class="field">
        <label for="body" class=${staff ? 'hidden' : ''}>${note ? words.note : words.reply}</label>
        <textarea
          id="body"
          rows="3"
          aria-describedby="body-error files-help"
          aria-invalid=${this.#error ? 'true' : nothing}
        ></textarea>
        <p class=${this.#error ? 'error' : ''} id="body-error" role="alert">${this.#error}</p>
        ${note ? html`<p class="muted">${words.noteHelp}</p>` : help ? html`<p class="muted">${help}</p>` : nothing}
        ${this.#attachments.render()}
      </div>
      <div class="row">
        <button class=${quiet ? 'quiet' : 'primary'} part="submit" aria-disabled=${this.#busy || nothing}>
          ${this.#busy ? words.saving : note ? words.addNote : words.sendReply}
        </button>
        ${fileButton(words)}
        <span class="muted" role="status">${
          draft === 'not_saved' ? words.draftNotSaved : draft === 'saved' ? words.draftSaved : ''
        }</span>
      </div>
      <p class="hidden" id="files-help">${this.#attachments.help}</p>
    </form>`
  }
}
