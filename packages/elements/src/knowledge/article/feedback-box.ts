import { type ArticleFeedback, articleFeedback, type Core, type Feedback, type FeedbackState } from '@aftercare/client'
import type { Article, UnhelpfulReason } from '@aftercare/protocol'
import { articleLimits } from '@aftercare/protocol/knowledge'
import { html, type LitElement, nothing } from 'lit'
import { failureText } from '../../base/failure-words.ts'
import { Watch } from '../../base/watch.ts'
import type { ArticleWords } from '../../locales/words.ts'

/** The reader is saying why it did not help, or wants to say something else than before. */
type Asking = 'why' | 'again' | undefined

/** Whether an article helped, and why not: asked quietly at its end. */
export class FeedbackBox {
  readonly #host: LitElement
  readonly #feedback: ArticleFeedback
  readonly #state: Watch<FeedbackState>
  #asking: Asking
  #error = ''

  constructor(host: LitElement, core: Core, article: Article) {
    this.#host = host
    this.#feedback = articleFeedback(core, article)
    this.#state = new Watch(host)
    this.#state.of(this.#feedback.$state)
  }

  end(): void {
    this.#state.end()
  }

  #show(asking: Asking, focus: string): void {
    this.#asking = asking
    this.#error = ''
    this.#host.requestUpdate()
    // The focus goes where the eye goes.
    void this.#host.updateComplete.then(() => this.#host.renderRoot.querySelector<HTMLElement>(focus)?.focus())
  }

  #send(feedback: Feedback): void {
    void this.#feedback.send(feedback)
    this.#show(undefined, '#_said')
  }

  #submit(event: Event, words: ArticleWords): void {
    event.preventDefault()
    const form = new FormData(event.currentTarget as HTMLFormElement)
    const comment = String(form.get('comment') ?? '').trim()
    const reason = (form.get('reason') ?? undefined) as UnhelpfulReason | undefined
    const over = [...comment].length - articleLimits.comment
    if (over > 0) {
      this.#show('why', '#_comment')
      this.#error = words.commentTooLong(over)
      return
    }
    this.#send({ helpful: false, ...(reason && { reason }), ...(comment && { comment }) })
  }

  render(words: ArticleWords): unknown {
    const state = this.#state.value
    const said = state && state.status !== 'none' ? state : undefined
    return html`<section class="feedback" part="feedback" aria-label=${words.helpful}>
      ${this.#asking === 'why' ? this.#form(words, said?.feedback) : said && !this.#asking ? this.#said(words, said) : this.#question(words)}
    </section>`
  }

  #question(words: ArticleWords): unknown {
    return html`<div class="row">
      <p class="strong" id="_question" tabindex="-1">${words.helpful}</p>
      <div class="pair">
        <button type="button" @click=${() => this.#send({ helpful: true })}>${words.yes}</button>
        <button type="button" @click=${() => this.#show('why', '[name=reason]')}>${words.no}</button>
      </div>
    </div>`
  }

  #said(words: ArticleWords, state: Exclude<FeedbackState, { status: 'none' }>): unknown {
    const { feedback } = state
    const failed = state.status === 'failed'
    const again = failed
      ? html`<button type="button" @click=${() => this.#send(feedback)}>${words.again}</button>`
      : html`<button type="button" class="plain" @click=${() => this.#show('again', '#_question')}>${words.change}</button>`
    return html`<div class="row" data-feedback=${state.status}>
      <p id="_said" tabindex="-1" role="status" class=${failed ? 'red' : ''}>
        ${wordsOf(words, state)}
      </p>
      ${again}
    </div>`
  }

  #form(words: ArticleWords, before: Feedback | undefined): unknown {
    return html`<form
      novalidate
      @submit=${(event: Event) => this.#submit(event, words)}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        this.#show(undefined, '#_question, #_said')
      }}
    >
      <fieldset>
        <legend class="strong">${words.whyNot}</legend>
        ${Object.entries(words.reasons).map(
          ([reason, name]) => html`<label class="reason">
            <input type="radio" name="reason" value=${reason} ?checked=${before?.reason === reason} /> <span>${name}</span>
          </label>`,
        )}
      </fieldset>
      <div class="field">
        <label for="_comment">${words.comment} <span class="muted">${words.optional}</span></label>
        <textarea
          id="_comment"
          name="comment"
          rows="3"
          aria-describedby="_comment-help"
          aria-invalid=${this.#error ? 'true' : nothing}
        ></textarea>
        <p class="muted" id="_comment-help">${
          this.#error ? html`<span class="error" role="alert">${this.#error}</span>` : words.commentHelp
        }</p>
      </div>
      <div class="row">
        <button class="primary">${words.sendFeedback}</button>
        <button type="button" class="plain" @click=${() => this.#show(undefined, '#_question, #_said')}>
          ${words.cancel}
        </button>
      </div>
    </form>`
  }
}

function wordsOf(words: ArticleWords, state: Exclude<FeedbackState, { status: 'none' }>): string {
  const reason = 'reason' in state ? failureText(words, state.reason) : ''
  if (state.status === 'failed') return words.feedbackFailed(reason)
  if (state.status === 'waiting') return words.feedbackWaits(reason, state.durable)
  return words.thanks(state.feedback.helpful)
}
