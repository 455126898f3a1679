import type { ArticleKind } from '@aftercare/protocol'
import { html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit'
import { AftercareElement } from '../../base/aftercare-element.ts'
import { baseStyles } from '../../base/base-styles.ts'
import { fieldStyles } from '../../base/field-styles.ts'
import type { SearchWords } from '../../locales/words.ts'
import { dataStyles } from '../../tickets/ticket-list/ticket-list-styles.ts'
import { searchStyles } from './search-styles.ts'
import { searchWordsFor } from './search-words.ts'
import type { SearchWork } from './search-work.ts'

/**
 * @summary Finds articles as one types, in every language that they are written in, without a network too once it was
 *   used, and leads to the form where nothing helps. Stores and requests nothing before it is focused.
 * @tagname aftercare-search
 * @status experimental
 * @since 0.1
 *
 * @event {ArticleSelectedEvent} aftercare-article-selected - An article was chosen. Cancelable.
 * @event {AskEvent} aftercare-ask - Nothing was found, or nothing that helps. Cancelable.
 *
 * @csspart field - The search field.
 * @csspart kind - The choice of a kind of article.
 * @csspart results - What was found, or what is offered before anything was typed.
 * @csspart result - One article.
 * @csspart ask - Leads to the form.
 * @csspart notice - Says that nothing was found, or that the search did not work.
 *
 * @cssproperty [--aftercare-accent=#4361e0] - Marks the active result; links and focus are mixed from it.
 * @cssproperty [--aftercare-text=currentColor] - Text; everything else is mixed from it.
 * @cssproperty [--aftercare-surface=Canvas] - Background, only with the `theme` attribute.
 * @cssproperty [--aftercare-radius=8px] - Corners.
 * @cssproperty [--aftercare-control-size=36px] - Height of controls; 44px where a finger points.
 */
export class AftercareSearch extends AftercareElement<SearchWords> {
  static override styles = [baseStyles, fieldStyles, dataStyles, searchStyles]

  static override properties: PropertyDeclarations = {
    query: { reflect: true, useDefault: true },
    product: { reflect: true, useDefault: true },
    productVersion: { attribute: 'product-version', reflect: true, useDefault: true },
    page: { reflect: true, useDefault: true },
    articleHref: { attribute: 'article-href', reflect: true, useDefault: true },
    askHref: { attribute: 'ask-href', reflect: true, useDefault: true },
    for: { reflect: true, useDefault: true },
    plain: { type: Boolean, reflect: true },
    unreported: { type: Boolean, reflect: true },
  }

  /** What to search for to begin with, as if it had been typed. */
  declare query: string
  /** What is about this product comes first. */
  declare product: string
  /** Its version: articles about other versions come last. */
  declare productVersion: string
  /** Address or title of the page: what may help there is offered before anything was typed. */
  declare page: string
  /** Where an article can be read, with `{slug}` in its place: results are links then. */
  declare articleHref: string
  /** Where to ask, with `{query}` in its place. */
  declare askHref: string
  /** Id of the `<aftercare-ticket-form>` on this page that who asks is led to, with what they wrote. */
  declare for: string
  /** Without the choice of a kind. */
  declare plain: boolean
  /** What searches come to is not told to the backend. */
  declare unreported: boolean

  /** @internal The language that is read. */
  language = ''
  #work: SearchWork | undefined
  #opening: Promise<SearchWork | undefined> | undefined

  constructor() {
    super()
    this.query = this.product = this.productVersion = this.page = this.articleHref = this.askHref = this.for = ''
    this.plain = this.unreported = false
  }

  protected override wordsFor(tag: string): SearchWords | Promise<SearchWords> {
    if (this.language && this.language !== tag) queueMicrotask(() => this.#work?.again())
    this.language = tag
    return searchWordsFor(tag)
  }

  protected override clientChanged(): void {
    this.#work?.end()
    this.#work = this.#opening = undefined
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('query') && this.query && this.query !== this.field?.value) {
      if (this.field) this.field.value = this.query
      void this.#begin().then((work) => work?.look(this.query, 0))
    } else if (['product', 'productVersion', 'page'].some((name) => changed.has(name))) this.#work?.again()
  }

  /** @internal */
  get field(): HTMLInputElement | null {
    return this.renderRoot.querySelector('[role=combobox]')
  }

  /** First intent: the client's code, recent searches, the index as soon as something is typed. */
  #begin = (): Promise<SearchWork | undefined> => {
    this.#opening ??= Promise.all([import('./search-work.ts'), this.core()])
      .then(([{ SearchWork }, core]) => {
        this.#work = new SearchWork(this, core, () => this.words)
        this.requestUpdate()
        return this.#work
      })
      .catch(() => (this.#opening = undefined))
    return this.#opening
  }

  #input = (event: Event): void => {
    const { value } = event.target as HTMLInputElement
    void this.#begin().then((work) => work?.look(value))
  }

  protected override render(): unknown {
    const { words } = this
    const work = this.#work
    return html`<search class="all" lang=${words.tag} @focusin=${this.#begin}>
      <div class="find">
        <input
          type="search"
          part="field"
          role="combobox"
          aria-label=${words.searchArticles}
          aria-autocomplete="list"
          aria-expanded=${work?.open ? 'true' : 'false'}
          aria-controls="results"
          aria-activedescendant=${work?.activeId ?? nothing}
          placeholder=${words.placeholder}
          enterkeyhint="search"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          maxlength="200"
          @input=${this.#input}
          @keydown=${(event: KeyboardEvent) => work?.key(event)}
        />
        ${
          this.plain
            ? nothing
            : html`<select
                part="kind"
                aria-label=${words.kindFilter}
                @change=${(event: Event) => {
                  const { value } = event.target as HTMLSelectElement
                  void this.#begin().then((work) => work?.narrow(value as ArticleKind | ''))
                }}
              >
                <option value="">${words.everyKind}</option>
                ${Object.entries(words.kinds).map(([kind, name]) => html`<option value=${kind}>${name}</option>`)}
              </select>`
        }
      </div>
      ${work?.render() ?? html`<div id="results" role="listbox" aria-label=${words.results} hidden></div>`}
    </search>`
  }
}
