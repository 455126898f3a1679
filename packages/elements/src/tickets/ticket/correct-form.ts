import type { Correction, TicketDetails } from '@aftercare/protocol'
import { limits } from '@aftercare/protocol'
import { html, type LitElement, nothing } from 'lit'
import type { CaseWords } from '../../locales/words.ts'

export interface CorrectOptions {
  readonly host: LitElement
  /** What stood there when the person began. */
  readonly seen: TicketDetails
  send(correction: Correction): Promise<void>
  back(): void
}

/** Subject and description, to be put right. Only what was changed is sent. */
export class CorrectForm {
  readonly #options: CorrectOptions
  readonly #text: { subject: string; description: string }
  #error = ''
  #busy = false

  constructor(options: CorrectOptions) {
    this.#options = options
    const { subject, description } = options.seen
    this.#text = { subject, description }
  }

  get seen(): TicketDetails {
    return this.#options.seen
  }

  focus(): void {
    this.#options.host.renderRoot.querySelector<HTMLElement>('#correct-subject')?.focus()
  }

  get #correction(): Correction {
    const { subject, description } = this.#text
    const { seen } = this.#options
    return {
      ...(subject.trim() !== seen.subject && { subject: subject.trim() }),
      ...(description !== seen.description && { description }),
    }
  }

  #check(words: CaseWords): string {
    const over = [...this.#text.subject].length - limits.subject
    const more = [...this.#text.description].length - limits.description
    if (over > 0 || more > 0) return words.tooLongBy(Math.max(over, more))
    if (!this.#text.subject.trim()) return words.subjectRequired
    return Object.keys(this.#correction).length === 0 ? words.correct.nothing : ''
  }

  async #submit(event: Event, words: CaseWords): Promise<void> {
    event.preventDefault()
    if (this.#busy) return
    const { host, send } = this.#options
    this.#error = this.#check(words)
    if (this.#error) {
      host.requestUpdate()
      this.focus()
      return
    }
    this.#busy = true
    host.requestUpdate()
    await send(this.#correction).finally(() => {
      this.#busy = false
      host.requestUpdate()
    })
  }

  render(words: CaseWords): unknown {
    const { host, back } = this.#options
    const field = (name: 'subject' | 'description', label: string): unknown => {
      const input = (event: Event): void => {
        this.#text[name] = (event.target as HTMLInputElement).value
        if (this.#error && !this.#check(words)) this.#error = ''
        host.requestUpdate()
      }
      const invalid = this.#error && name === 'subject' ? 'true' : nothing
      return html`<div class="field">
        <label for="correct-${name}">${label}</label>
        ${
          name === 'subject'
            ? html`<input
                id="correct-subject"
                aria-describedby="correct-error"
                aria-invalid=${invalid}
                .value=${this.#text.subject}
                @input=${input}
              />`
            : html`<textarea id="correct-description" rows="4" .value=${this.#text.description} @input=${input}></textarea>`
        }
        ${name === 'subject' ? html`<p class=${this.#error ? 'error' : ''} id="correct-error" role="alert">${this.#error}</p>` : nothing}
      </div>`
    }
    return html`<form
      class="ask"
      novalidate
      @submit=${(event: Event) => void this.#submit(event, words)}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        back()
      }}
    >
      <p class="title">${words.correct.title}</p>
      ${field('subject', words.subject)} ${field('description', words.description)}
      <div class="row">
        <button class="primary" part="send" aria-disabled=${this.#busy || nothing}>${words.correct.send}</button>
        <button type="button" class="plain" @click=${back}>${words.cancel}</button>
      </div>
    </form>`
  }
}
