import { type Core, knowledge, type SearchOutcomes, type SearchState, tellOutcome } from '@aftercare/client'
import type { ArticleHit } from '@aftercare/protocol'
import { html, nothing, type PropertyDeclarations } from 'lit'
import { AftercareElement } from '../../base/aftercare-element.ts'
import { baseStyles } from '../../base/base-styles.ts'
import { fieldStyles } from '../../base/field-styles.ts'
import { Watch } from '../../base/watch.ts'
import type { SearchWords } from '../../locales/words.ts'
import type { AftercareTicketForm } from '../../tickets/ticket-form/ticket-form.ts'
import { ArticleSelectedEvent } from '../article/article-selected-event.ts'
import { searchWordsFor } from '../search/search-words.ts'
import { SolvedEvent } from './solved-event.ts'
import { suggestionStyles } from './suggestions-styles.ts'

/** How long the subject has to rest before it is searched for. Milliseconds. */
const rest = 400
/** A subject that says less is not searched for. Letters. */
const shortest = 6
const most = 3

/**
 * @summary Inside a ticket form: articles that may answer what is being asked, while the subject is written. Asks nothing
 *   before there is a subject; whoever is helped goes, and what they wrote stays on their device.
 * @tagname aftercare-suggestions
 * @status experimental
 * @since 0.1
 *
 * @event {ArticleSelectedEvent} aftercare-article-selected - An article was opened. Cancelable.
 * @event {SolvedEvent} aftercare-solved - An article solved it: a ticket that was not needed.
 *
 * @csspart suggestions - The articles.
 *
 * @cssproperty [--aftercare-accent=#4361e0] - Links and focus are mixed from it.
 * @cssproperty [--aftercare-text=currentColor] - Text; everything else is mixed from it.
 * @cssproperty [--aftercare-radius=8px] - Corners.
 */
export class AftercareSuggestions extends AftercareElement<SearchWords> {
  static override styles = [baseStyles, fieldStyles, suggestionStyles]

  static override properties: PropertyDeclarations = {
    product: { reflect: true, useDefault: true },
    productVersion: { attribute: 'product-version', reflect: true, useDefault: true },
    articleHref: { attribute: 'article-href', reflect: true, useDefault: true },
    unreported: { type: Boolean, reflect: true },
  }

  /** What is about this product comes first. */
  declare product: string
  /** Its version: articles about other versions come last. */
  declare productVersion: string
  /** Where an article can be read, with `{slug}` in its place. It opens beside the form, in a tab of its own. */
  declare articleHref: string
  /** What comes of it is not told to the backend. */
  declare unreported: boolean

  readonly #state = new Watch<SearchState>(this, (state) => {
    if (state.status !== 'ready') return
    this.#hits = state.hits
    const slugs = state.hits.map(({ slug }) => slug)
    const search = { query: this.#query, locale: this.words.tag, slugs }
    // Of a subject that nothing was offered for nothing is told: it is a sentence of somebody's.
    if (slugs.length > 0) this.#tell((outcomes) => outcomes.searched(search), true)
  })
  #core: Core | undefined
  #form: AftercareTicketForm | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #query = ''
  /** What is shown stays until something else was found. */
  #hits: readonly ArticleHit[] = []
  /** The article that solved it, once one did. */
  #solved: ArticleHit | undefined

  constructor() {
    super()
    this.product = this.productVersion = this.articleHref = ''
    this.unreported = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.slot ||= 'suggestions'
    this.#form = this.closest('aftercare-ticket-form')
    for (const type of ['input', 'focusin']) this.#form?.addEventListener(type, this.#written)
    this.#form?.addEventListener('aftercare-ticket-queued', this.#raised)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
    for (const type of ['input', 'focusin']) this.#form?.removeEventListener(type, this.#written)
    this.#form?.removeEventListener('aftercare-ticket-queued', this.#raised)
  }

  protected override wordsFor = searchWordsFor

  protected override clientChanged(): void {
    this.#look('')
  }

  get #subject(): HTMLInputElement | null | undefined {
    return this.#form?.renderRoot.querySelector<HTMLInputElement>('#subject')
  }

  #written = (): void => {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      const subject = this.#subject?.value.trim() ?? ''
      this.#look(weight(subject) >= shortest ? subject : '')
    }, rest)
  }

  async #look(query: string): Promise<void> {
    if (query === this.#query) return
    this.#query = query
    this.#solved = undefined
    if (!query) this.#hits = []
    const core = query ? await this.core() : undefined
    if (query !== this.#query) return
    this.#core = core
    const { product, productVersion: version } = this
    const options = { product: product || undefined, version: version || undefined }
    const search =
      core && knowledge(core).search(query, { ...options, typing: true, limit: most, locale: this.words.tag })
    this.#state.of(search?.$state)
  }

  #raised = (): void => this.#tell((outcomes) => outcomes.raised())

  #tell(tell: (outcomes: SearchOutcomes) => void, begins = false): void {
    if (this.#core && !this.unreported) tellOutcome(this.#core, tell, begins)
  }

  #open =
    (hit: ArticleHit) =>
    (event: Event): void => {
      this.#tell((outcomes) => outcomes.opened(hit.slug))
      const goes = this.dispatchEvent(new ArticleSelectedEvent(hit.slug, undefined))
      if (!goes || !this.articleHref) event.preventDefault()
    }

  /** The draft stays as it is: whoever was wrong about it goes on where they were. */
  #solve = (hit: ArticleHit) => (): void => {
    this.#tell((outcomes) => outcomes.solved(hit.slug))
    this.dispatchEvent(new SolvedEvent(hit.slug, this.#query))
    this.#solved = hit
    this.requestUpdate()
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.title')?.focus())
  }

  #goOn = (): void => {
    this.#solved = undefined
    this.requestUpdate()
    this.#subject?.focus()
  }

  protected override render(): unknown {
    const { words } = this
    if (this.#hits.length === 0) return html`<div lang=${words.tag}></div>`
    if (this.#solved) {
      return html`<div class="suggestions" part="suggestions" lang=${words.tag}>
        <p class="title" tabindex="-1">${words.solvedThanks}</p>
        <button type="button" @click=${this.#goOn}>${words.goOn}</button>
      </div>`
    }
    return html`<section class="suggestions" part="suggestions" aria-labelledby="title" lang=${words.tag}>
      <p class="label" id="title" role="status">${words.suggestions}</p>
      <ul>
        ${this.#hits.map((hit) => this.#suggestion(hit))}
      </ul>
    </section>`
  }

  #suggestion(hit: ArticleHit): unknown {
    const { words, articleHref } = this
    const tab = articleHref ? html`<span class="hidden"> (${words.newTab})</span>` : nothing
    return html`<li>
      <a
        href=${articleHref ? articleHref.replaceAll('{slug}', hit.slug) : '#'}
        target=${articleHref ? '_blank' : nothing}
        rel="noopener"
        lang=${hit.locale}
        @click=${this.#open(hit)}
        >${hit.title}${tab}</a
      >
      <button type="button" class="plain" aria-label="${words.solved}: ${hit.title}" @click=${this.#solve(hit)}>
        ${words.solved}
      </button>
    </li>`
  }
}

/** What a text says, in letters: a Chinese, Japanese or Korean character says about as much as three. */
const weight = (text: string): number =>
  [...text].reduce((sum, character) => sum + (/[\p{sc=Han}\p{sc=Hangul}\p{sc=Kana}]/u.test(character) ? 3 : 1), 0)
