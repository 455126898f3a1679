import {
  type Core,
  knowledge,
  type RecentSearches,
  recentSearches,
  type SearchResults,
  type SearchState,
  tellOutcome,
} from '@aftercare/client'
import type { ArticleKind } from '@aftercare/protocol'
import type { ReactiveController } from 'lit'
import { Watch } from '../../base/watch.ts'
import type { SearchWords } from '../../locales/words.ts'
import type { AftercareTicketForm } from '../../tickets/ticket-form/ticket-form.ts'
import { ArticleSelectedEvent } from '../article/article-selected-event.ts'
import { AskEvent } from './ask-event.ts'
import { carry } from './carry.ts'
import type { AftercareSearch } from './search.ts'
import { searchView } from './search-view.ts'

/** How long typing has to rest before it is searched for. Milliseconds. */
const rest = 120
/** How long what was found has to stand before it is said: whoever listens is not interrupted by every letter. Milliseconds. */
const quiet = 800
const most = 8

export type ReadySearch = Extract<SearchState, { readonly status: 'ready' }>

/** All that a search does once somebody means to use it: loaded at first focus, not before. */
export class SearchWork implements ReactiveController {
  readonly words: () => SearchWords
  /** What is looked for; empty where nothing is. */
  query = ''
  kind: ArticleKind | '' = ''
  recent: readonly string[] = []
  /** What was found last, and for what: it stays until something else was found. */
  shown: (ReadySearch & { readonly query: string }) | undefined
  /** What may help on the page. */
  suggested: ReadySearch | undefined
  said = ''
  /** Which of the options is active; none while the cursor is in the text. */
  active = -1
  readonly host: AftercareSearch
  readonly #core: Core
  readonly #recent: RecentSearches
  readonly #state: Watch<SearchState>
  readonly #suggestions: Watch<SearchState>
  #results: SearchResults | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #saying: ReturnType<typeof setTimeout> | undefined
  /** What was found last and is not told yet. */
  #untold: SearchWork['shown']

  constructor(host: AftercareSearch, core: Core, words: () => SearchWords) {
    this.host = host
    this.#core = core
    this.words = words
    this.#recent = recentSearches(core)
    this.#state = new Watch(host, (state) => this.#heard(state))
    this.#suggestions = new Watch(host, (state) => {
      if (state.status === 'ready') this.suggested = state
    })
    host.addController(this)
    void this.#readRecent()
    this.#suggest()
  }

  get state(): SearchState | undefined {
    return this.#state.value
  }

  hostConnected(): void {
    document.addEventListener('aftercare-ticket-queued', this.#raised)
  }

  hostDisconnected(): void {
    document.removeEventListener('aftercare-ticket-queued', this.#raised)
    clearTimeout(this.#timer)
    clearTimeout(this.#saying)
  }

  hostUpdated(): void {
    this.#options[this.active]?.scrollIntoView({ block: 'nearest' })
  }

  end(): void {
    this.hostDisconnected()
    this.#state.end()
    this.#suggestions.end()
    this.host.removeController(this)
  }

  /** Whether there is anything to choose. */
  get open(): boolean {
    const { query, shown, state, recent, suggested } = this
    return query ? shown !== undefined || state?.status === 'failed' : recent.length + (suggested?.hits.length ?? 0) > 0
  }

  get activeId(): string | undefined {
    return this.#options[this.active]?.id
  }

  get #options(): readonly HTMLElement[] {
    return [...this.host.renderRoot.querySelectorAll<HTMLElement>('[role=option]')]
  }

  /** Looks for what was typed. @param delay Milliseconds */
  look(typed: string, delay = rest): void {
    clearTimeout(this.#timer)
    // What is still shown answers something else.
    if (typed.trim() !== this.query) this.active = -1
    this.#timer = setTimeout(() => this.#lookNow(typed), delay)
  }

  #lookNow(typed: string): void {
    clearTimeout(this.#timer)
    const query = typed.trim()
    if (query === this.query) return
    this.query = query
    this.#search()
  }

  narrow(kind: ArticleKind | ''): void {
    this.kind = kind
    this.#search()
  }

  /** Searches anew: in another language, for another product. */
  again(): void {
    this.#suggest()
    this.#search()
  }

  retry = (): void => void this.#results?.refresh()

  #search(): void {
    const { query, kind, host } = this
    this.active = -1
    if (query) {
      this.#results = knowledge(this.#core).search(query, {
        ...this.#about,
        kind: kind || undefined,
        typing: true,
        limit: most,
        locale: host.language,
      })
    } else {
      this.#results = this.shown = undefined
      this.#say('', 0)
    }
    this.#state.of(this.#results?.$state)
  }

  get #about(): { product?: string | undefined; version?: string | undefined } {
    const { product, productVersion } = this.host
    return { product: product || undefined, version: productVersion || undefined }
  }

  #suggest(): void {
    const { page, language } = this.host
    this.suggested = undefined
    this.#suggestions.of(
      page ? knowledge(this.#core).suggest({ page, ...this.#about, locale: language, limit: 4 }).$state : undefined,
    )
  }

  #heard(state: SearchState): void {
    if (state.status !== 'ready') return
    this.#loadAhead()
    this.shown = { ...state, query: this.query }
    this.#untold = this.shown
    this.#say(this.words().foundArticles(state.hits.length, this.query), quiet)
  }

  /** What shows an article on this page is there before the network may go. */
  #loadAhead(): void {
    if (document.querySelector('aftercare-article')) import('../article/article-in-hand.ts').catch(() => {})
  }

  /** What was found counts once typing has come to rest, or something of it was chosen. */
  #tellFound(): void {
    const { kind, host } = this
    const found = this.#untold
    this.#untold = undefined
    // With a kind chosen nothing found says nothing of what is missing.
    if (!found || kind || host.unreported) return
    const search = { query: found.query, locale: host.language, slugs: found.hits.map(({ slug }) => slug) }
    tellOutcome(this.#core, (outcomes) => outcomes.searched(search), true)
  }

  #raised = (): void => {
    if (!this.host.unreported) tellOutcome(this.#core, (outcomes) => outcomes.raised())
  }

  #say(text: string, delay: number): void {
    clearTimeout(this.#saying)
    this.#saying = setTimeout(() => {
      this.said = text
      if (text) this.#tellFound()
      this.host.requestUpdate()
    }, delay)
  }

  async #readRecent(): Promise<void> {
    this.recent = await this.#recent.list()
    this.host.requestUpdate()
  }

  async #remember(): Promise<void> {
    if (!this.query) return
    await this.#recent.add(this.query)
    await this.#readRecent()
  }

  forget = async (): Promise<void> => {
    this.recent = []
    this.host.field?.focus()
    this.host.requestUpdate()
    await this.#recent.clear()
  }

  /** Keys of the combobox pattern: the cursor stays in the text, arrows walk through what was found. */
  key(event: KeyboardEvent): void {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return
    const options = this.#options
    const field = event.target as HTMLInputElement
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (options.length === 0) return
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      // Past the last one the cursor is in the text again, as is before the first.
      const places = options.length + 1
      this.active = ((this.active + 1 + step + places) % places) - 1
    } else if (event.key === 'Enter') {
      // Until typing has rested the options are those of what was typed before.
      const option = field.value.trim() === this.query ? options[this.active] : undefined
      event.preventDefault()
      if (option) option.click()
      else {
        this.#lookNow(field.value)
        void this.#remember()
      }
    } else if (event.key === 'Escape') {
      if (this.active < 0 && !field.value) return
      event.preventDefault()
      event.stopPropagation()
      if (this.active < 0) {
        field.value = ''
        this.look('', 0)
      }
      this.active = -1
    } else return
    this.host.requestUpdate()
  }

  /** The handler of a result. */
  choose =
    (slug: string) =>
    (event: Event): void => {
      const elsewhere = event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey)
      void this.#remember()
      this.#tellFound()
      if (!this.host.unreported) tellOutcome(this.#core, (outcomes) => outcomes.opened(slug))
      if (elsewhere) return
      const goes = this.host.dispatchEvent(new ArticleSelectedEvent(slug, undefined))
      if (!goes || !this.host.articleHref) event.preventDefault()
    }

  /** The handler of an earlier search. */
  repeat = (query: string) => (): void => {
    const { field } = this.host
    if (field) field.value = query
    this.look(query, 0)
    field?.focus()
  }

  /** The handler of what leads to the form. */
  ask = (event: Event): void => {
    const { host, query } = this
    const goes = host.dispatchEvent(new AskEvent(query))
    const form = host.for && (host.getRootNode() as Document).getElementById(host.for)
    if (!goes || form || !host.askHref) event.preventDefault()
    if (goes && form && 'begin' in form) void carry(form as AftercareTicketForm, query)
  }

  get askHref(): string | undefined {
    return this.host.askHref ? this.host.askHref.replaceAll('{query}', encodeURIComponent(this.query)) : undefined
  }

  render(): unknown {
    return searchView(this)
  }
}
