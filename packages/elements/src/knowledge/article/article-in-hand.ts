import { type ArticleReading, type ArticleState, article, type Core, tellOutcome } from '@aftercare/client'
import type { ReactiveController } from 'lit'
import { adoptMore } from '../../base/adopt-more.ts'
import { fieldStyles } from '../../base/field-styles.ts'
import { Watch } from '../../base/watch.ts'
import type { ArticleWords } from '../../locales/words.ts'
import { Addresses, decoded } from './addresses.ts'
import type { AftercareArticle } from './article.ts'
import { ArticleSelectedEvent } from './article-selected-event.ts'
import { articleStyles } from './article-styles.ts'
import { articleView } from './article-view.ts'
import { type ContentContext, headingId } from './content-view.ts'
import { FeedbackBox } from './feedback-box.ts'
import { ArticlePictures } from './pictures.ts'
import { Scrollers } from './scrollers.ts'
import { Videos } from './videos.ts'

/** Where a reader comes from: another article of the same element, by a link that named a heading or none. */
export interface Arrival {
  readonly anchor: string | undefined
}

export interface ArticleInHandOptions {
  readonly core: Core
  readonly slug: string
  /** BCP 47 of the reader. */
  readonly language: string
  readonly arrival: Arrival | undefined
  readonly words: () => ArticleWords
}

/** One article in an element's hands. Loads with the first article. */
export class ArticleInHand implements ReactiveController {
  readonly options: ArticleInHandOptions
  feedback: FeedbackBox | undefined
  /** The reader has followed a link to another article. */
  leading: Arrival | undefined
  /** What is said to whoever does not see it happen. */
  said = ''
  readonly #host: AftercareArticle
  readonly #state: Watch<ArticleState>
  readonly #pictures: ArticlePictures
  readonly #videos: Videos
  readonly #scrollers: Scrollers
  #reading!: ArticleReading
  #arrival: Arrival | undefined
  /** By something that the reader pressed. */
  #led: boolean
  #feedbackOn = ''

  constructor(host: AftercareArticle, options: ArticleInHandOptions) {
    this.#host = host
    this.options = options
    adoptMore(host, fieldStyles)
    adoptMore(host, articleStyles)
    const anchor = this.addresses.anchorIn(location.hash)
    this.#arrival = options.arrival ?? (anchor === undefined ? undefined : { anchor })
    this.#pictures = new ArticlePictures(host, options.core)
    this.#videos = new Videos(host)
    this.#scrollers = new Scrollers(host)
    this.#state = new Watch(host)
    this.#led = options.arrival !== undefined
    this.#readIn(options.language)
    host.addController(this)
  }

  get state(): ArticleState | undefined {
    return this.#state.value
  }

  get addresses(): Addresses {
    return new Addresses(this.#host.articleHref, this.options.slug)
  }

  /** The reader chose another language: the reading goes on at the title in it. */
  switchTo(language: string): void {
    this.#arrival = { anchor: undefined }
    this.#led = true
    this.#readIn(language)
  }

  #readIn(language: string): void {
    this.#reading = article(this.options.core, this.options.slug, language)
    this.#state.of(this.#reading.$state)
  }

  refresh(): Promise<void> {
    return this.#reading.refresh()
  }

  hostConnected(): void {
    addEventListener('hashchange', this.#followHash)
  }

  hostDisconnected(): void {
    removeEventListener('hashchange', this.#followHash)
  }

  hostUpdate(): void {
    const { state } = this
    const read = state?.status === 'ready' ? state.article : undefined
    const key = read && !this.#host.staff ? `${read.id} ${read.locale}` : ''
    if (key === this.#feedbackOn) return
    this.#feedbackOn = key
    // A search of this page may have led here, by whatever way.
    if (read && key) tellOutcome(this.options.core, (outcomes) => outcomes.opened(read.slug))
    this.feedback?.end()
    const { core } = this.options
    // Where there is no token to ask for an answer could never go. A visitor's goes: it lets them in, as any writing does.
    this.feedback = read && key && core.environment.getToken ? new FeedbackBox(this.#host, core, read) : undefined
  }

  hostUpdated(): void {
    const arrival = this.#arrival
    if (!arrival || this.state?.status !== 'ready') return
    this.#arrival = undefined
    if (arrival.anchor === undefined || !this.#goTo(arrival.anchor)) {
      // A page that was opened scrolls for nobody.
      if (this.#led) this.#focus('[part=title]')
    }
  }

  close(): void {
    this.hostDisconnected()
    this.feedback?.end()
    this.#state.end()
    this.#pictures.end()
    this.#scrollers.end()
    this.#host.removeController(this)
  }

  #followHash = (): void => {
    const anchor = this.addresses.anchorIn(location.hash)
    if (anchor !== undefined) this.#goTo(anchor)
  }

  #goTo(anchor: string): boolean {
    return this.#focus(`[id="${CSS.escape(headingId(anchor))}"]`)
  }

  #focus(selector: string): boolean {
    const target = this.#host.renderRoot.querySelector<HTMLElement>(selector)
    target?.scrollIntoView({ block: 'start' })
    target?.focus({ preventScroll: true })
    return target !== null
  }

  /** The handler of a link to a heading of this text. */
  #toHeading = (anchor: string) => (event: Event) => {
    if (isElsewhere(event)) return
    if (!this.addresses.hasAnchors) event.preventDefault()
    this.#goTo(anchor)
  }

  /** The handler of a link to another article. */
  toArticle = (slug: string, anchor?: string) => (event: Event) => {
    if (isElsewhere(event)) return
    if (!this.#host.dispatchEvent(new ArticleSelectedEvent(slug, anchor))) return event.preventDefault()
    if (this.#host.articleHref) return
    event.preventDefault()
    if (slug === this.options.slug) return void (anchor !== undefined && this.#goTo(anchor))
    this.leading = { anchor }
    this.#host.slug = slug
  }

  readonly content: ContentContext = (() => {
    const work = this
    return {
      get words() {
        return work.options.words()
      },
      link(url) {
        const [, slug, anchor] = /^article:([^#]+)(?:#(.+))?$/.exec(url) ?? []
        if (slug !== undefined) {
          const heading = anchor === undefined ? undefined : decoded(anchor)
          return { href: work.addresses.ofArticle(slug, heading), follow: work.toArticle(slug, heading) }
        }
        return url.startsWith('#') ? this.headingHref(decoded(url.slice(1))) : { href: url }
      },
      headingHref: (id) => ({ href: work.addresses.ofHeading(id), follow: work.#toHeading(id) }),
      picture: (file, alt, alone) => work.#pictures.render(work.options.words(), file, alt, alone),
      video: (url, title) => work.#videos.render(work.options.words(), url, title),
      copy: (event) => void work.#copy(event.currentTarget as HTMLElement),
    }
  })()

  async #copy(button: HTMLElement): Promise<void> {
    const code = button.closest('.code')?.querySelector('code')
    if (!code) return
    const { words } = this.content
    try {
      await navigator.clipboard.writeText(code.textContent)
      this.#say(words.codeCopied)
      button.dataset['done'] = words.codeCopied
      setTimeout(() => delete button.dataset['done'], 2000)
    } catch {
      getSelection()?.selectAllChildren(code)
      this.#say(words.codeNotCopied)
    }
  }

  #say(text: string): void {
    // Said anew where it is the same again.
    this.said = this.said === text ? `${text} ` : text
    this.#host.requestUpdate()
  }

  render(): unknown {
    return articleView(this)
  }
}

/** Somebody wants it in another tab or window. */
const isElsewhere = (event: Event): boolean =>
  event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
