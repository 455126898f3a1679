import { html, type LitElement, nothing } from 'lit'

export interface AskWords {
  readonly title: string
  readonly help: string
  readonly label: string
  /** Stands beside the label where nothing has to be said. */
  readonly optional?: string | undefined
  readonly send: string
  readonly back: string
  readonly required: string
  tooLong(over: number): string
}

export interface AskOptions {
  readonly host: LitElement
  /** Text in Unicode code points. */
  readonly limit: number
  readonly required: boolean
  send(text: string): Promise<void>
  back(): void
}

/** Asks for a reason before something is done. What was written stays while the form is open and until it is sent. */
export class AskForm {
  readonly #options: AskOptions
  #error = ''
  #busy = false
  #text = ''

  constructor(options: AskOptions) {
    this.#options = options
  }

  get #field(): HTMLTextAreaElement | null {
    return this.#options.host.renderRoot.querySelector('#reason')
  }

  focus(): void {
    this.#field?.focus()
  }

  #check(text: string, words: AskWords): string {
    const over = [...text].length - this.#options.limit
    return over > 0 ? words.tooLong(over) : this.#options.required && !text.trim() ? words.required : ''
  }

  async #submit(event: Event, words: AskWords): Promise<void> {
    event.preventDefault()
    if (this.#busy) return
    const { host, send } = this.#options
    const text = this.#field?.value ?? ''
    this.#error = this.#check(text, words)
    if (this.#error) {
      host.requestUpdate()
      this.focus()
      return
    }
    this.#busy = true
    host.requestUpdate()
    await send(text.trim()).finally(() => {
      this.#busy = false
      host.requestUpdate()
    })
  }

  render(words: AskWords): unknown {
    const { host, back } = this.#options
    return html`<form
      class="ask"
      novalidate
      @submit=${(event: Event) => void this.#submit(event, words)}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Escape') {
          event.stopPropagation()
          back()
        } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          ;(event.currentTarget as HTMLFormElement).requestSubmit()
        }
      }}
    >
      <p class="title">${words.title}</p>
      ${words.help ? html`<p class="muted" id="reason-help">${words.help}</p>` : nothing}
      <div class="field">
        <label for="reason">${words.label}${words.optional ? html` <span class="muted">${words.optional}</span>` : nothing}</label>
        <textarea
          id="reason"
          rows="3"
          aria-describedby="reason-error reason-help"
          aria-invalid=${this.#error ? 'true' : nothing}
          aria-required=${this.#options.required ? 'true' : nothing}
          .value=${this.#text}
          @input=${(event: Event) => {
            this.#text = (event.target as HTMLTextAreaElement).value
            if (this.#error && !this.#check(this.#text, words)) this.#error = ''
            host.requestUpdate()
          }}
        ></textarea>
        <p class=${this.#error ? 'error' : ''} id="reason-error" role="alert">${this.#error}</p>
      </div>
      <div class="row">
        <button class="primary" part="send" aria-disabled=${this.#busy || nothing}>${words.send}</button>
        <button type="button" class="plain" @click=${back}>${words.back}</button>
      </div>
    </form>`
  }
}
