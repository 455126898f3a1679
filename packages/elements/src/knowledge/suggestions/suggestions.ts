import { type Core, knowledge, type SearchState } from '@aftercare/client'
import type { ArticleHit } from '@aftercare/protocol'
import { html, nothing } from 'lit'
import { adoptMore } from '../../base/adopt-more.ts'
import { Watch } from '../../base/watch.ts'
import type { SearchWords } from '../../locales/words.ts'
import type { AftercareTicketForm } from '../../tickets/ticket-form/ticket-form.ts'
import type { TicketWork } from '../../tickets/ticket-form/ticket-work.ts'
import { ArticleSelectedEvent } from '../article/article-selected-event.ts'
import { searchWordsFor } from '../search/search-words.ts'
import { SolvedEvent } from './solved-event.ts'
import { suggestionStyles } from './suggestion-styles.ts'

/** How long the subject has to rest before it is searched for. Milliseconds. */
const rest = 400
/** A subject that is shorter says too little. Characters; a Chinese one says as much in half of it. */
const shortest = 6
const most = 3

/** Articles that may answer what is being asked, while the subject is written: loaded when a form offers them. */
export class Suggestions {
  readonly #host: AftercareTicketForm
  readonly #core: Core
  readonly #words: SearchWords
  readonly #state: Watch<SearchState>
  #timer: ReturnType<typeof setTimeout> | undefined
  #query = ''
  /** What is shown stays until something else was found. */
  #hits: readonly ArticleHit[] = []
  /** The article that solved it, once one did. */
  #solved: ArticleHit | undefined

  constructor(host: AftercareTicketForm, core: Core, words: SearchWords) {
    this.#host = host
    this.#core = core
    this.#words = words
    this.#state = new Watch(host, (state) => {
      if (state.status === 'ready') this.#hits = state.hits
    })
    adoptMore(host, suggestionStyles)
    host.renderRoot.addEventListener('input', ({ target }) => {
      if ((target as HTMLElement).id === 'subject') this.#look(rest)
    })
    this.#look(0)
  }

  get #subject(): string {
    return this.#host.renderRoot.querySelector<HTMLInputElement>('#subject')?.value.trim() ?? ''
  }

  #look(delay: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      const subject = this.#subject
      const query = weight(subject) >= shortest ? subject : ''
      if (query === this.#query) return
      this.#query = query
      this.#solved = undefined
      if (!query) this.#hits = []
      const { product, productVersion: version } = this.#host
      const results = query
        ? knowledge(this.#core).search(query, { product, version, typing: true, limit: most, locale: this.#words.tag })
        : undefined
      this.#state.of(results?.$state)
    }, delay)
  }

  #open =
    (hit: ArticleHit) =>
    (event: Event): void => {
      const goes = this.#host.dispatchEvent(new ArticleSelectedEvent(hit.slug, undefined))
      if (!goes || !this.#host.articleHref) event.preventDefault()
    }

  /** The draft stays as it is: whoever was wrong about it goes on where they were. */
  #solve = (hit: ArticleHit) => (): void => {
    this.#host.dispatchEvent(new SolvedEvent(hit.slug, this.#query))
    this.#show(hit)
  }

  #show(solved: ArticleHit | undefined): void {
    this.#solved = solved
    this.#host.requestUpdate()
    void this.#host.updateComplete.then(() => {
      const target = solved ? '.suggestions .title' : '#subject'
      this.#host.renderRoot.querySelector<HTMLElement>(target)?.focus()
    })
  }

  render(): unknown {
    const words = this.#words
    if (this.#hits.length === 0) return nothing
    if (this.#solved) {
      return html`<div class="suggestions" part="suggestions" lang=${words.tag}>
        <p class="title" tabindex="-1">${words.solvedThanks}</p>
        <button type="button" @click=${() => this.#show(undefined)}>${words.goOn}</button>
      </div>`
    }
    return html`<section class="suggestions" part="suggestions" aria-labelledby="suggestions" lang=${words.tag}>
      <h2 class="label" id="suggestions" role="status">${words.suggestions}</h2>
      <ul>
        ${this.#hits.map(
          (hit) => html`<li>
            <a
              href=${this.#host.articleHref ? this.#host.articleHref.replaceAll('{slug}', hit.slug) : '#'}
              target=${this.#host.articleHref ? '_blank' : nothing}
              rel="noopener"
              lang=${hit.locale}
              @click=${this.#open(hit)}
              >${hit.title}${this.#host.articleHref ? html`<span class="hidden"> (${words.newTab})</span>` : nothing}</a
            >
            <button type="button" class="plain" aria-label="${words.solved}: ${hit.title}" @click=${this.#solve(hit)}>
              ${words.solved}
            </button>
          </li>`,
        )}
      </ul>
    </section>`
  }
}

/** A Han character says about as much as three letters. */
const weight = (text: string): number =>
  [...text].reduce((sum, character) => sum + (/\p{sc=Han}|\p{sc=Hangul}|\p{sc=Kana}/u.test(character) ? 3 : 1), 0)

/** Offers articles in a form from now on. */
export async function offerSuggestions(work: TicketWork, host: AftercareTicketForm, core: Core): Promise<void> {
  const words = await searchWordsFor(host.locale || host.lang || document.documentElement.lang || 'en')
  work.suggestions = new Suggestions(host, core, words)
  host.requestUpdate()
}
