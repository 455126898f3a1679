import { html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit'
import { AftercareElement } from '../../base/aftercare-element.ts'
import { baseStyles } from '../../base/base-styles.ts'
import { ServiceData } from '../../base/service-data.ts'
import type { ArticleWords } from '../../locales/words.ts'
import { dataStyles } from '../../tickets/ticket-list/ticket-list-styles.ts'
import type { ArticleInHand } from './article-in-hand.ts'
import { articleWordsFor } from './article-words.ts'

/**
 * @summary An article of the knowledge base, by any name it ever had: its text with tables, code, pictures and videos,
 *   what to read on, and whether it helped. Reads when it becomes visible; what everybody may read is there offline too.
 * @tagname aftercare-article
 * @status experimental
 * @since 0.1
 *
 * @event {ArticleSelectedEvent} aftercare-article-selected - Another article was opened. Cancelable.
 *
 * @csspart head - Kind, title, product, versions and date.
 * @csspart title - The title.
 * @csspart language - Says that the article is there in another language only.
 * @csspart content - The text.
 * @csspart code - One block of code.
 * @csspart table - One table.
 * @csspart video - The place of a video.
 * @csspart related - What to read on.
 * @csspart feedback - Whether it helped.
 * @csspart notice - What stands in the article's place when it could not be read.
 * @csspart stale - Says that what is shown may be old.
 *
 * @cssproperty [--aftercare-accent=#4361e0] - Colour of the one primary action; links and focus are mixed from it.
 * @cssproperty [--aftercare-on-accent] - Text on the accent; black or white by its lightness unless set.
 * @cssproperty [--aftercare-text=currentColor] - Text; everything else is mixed from it.
 * @cssproperty [--aftercare-surface=Canvas] - Background, only with the `theme` attribute.
 * @cssproperty [--aftercare-radius=8px] - Corners.
 * @cssproperty [--aftercare-control-size=36px] - Height of controls; 44px where a finger points.
 */
export class AftercareArticle extends AftercareElement<ArticleWords> {
  static override styles = [baseStyles, dataStyles]

  static override properties: PropertyDeclarations = {
    slug: { reflect: true, useDefault: true },
    articleHref: { attribute: 'article-href', reflect: true, useDefault: true },
    staff: { type: Boolean, reflect: true },
  }

  /** The article's name. */
  declare slug: string
  /**
   * Where an article can be read, with `{slug}` in its place and, where the page has room for it, `{anchor}` in that of a
   * heading. Without it links to other articles lead to them in this very element.
   */
  declare articleHref: string
  /** Seen by the provider's side, which is not asked whether it helped. */
  declare staff: boolean

  #work: ArticleInHand | undefined
  #language = ''
  readonly #data = new ServiceData(this, () => void this.#open())
  #turn = 0

  constructor() {
    super()
    this.slug = this.articleHref = ''
    this.staff = false
  }

  /** Reads the article again. */
  async refresh(): Promise<void> {
    await this.#work?.refresh()
  }

  protected override wordsFor(tag: string): ArticleWords | Promise<ArticleWords> {
    if (tag !== this.#language && this.#language) queueMicrotask(() => this.#data.again())
    this.#language = tag
    return articleWordsFor(tag)
  }

  protected override clientChanged(): void {
    this.#data.again()
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.hasUpdated && (changed.has('slug') || changed.has('client'))) this.#data.again()
  }

  async #open(): Promise<void> {
    const turn = ++this.#turn
    const { slug } = this
    const arrival = this.#work?.leading
    this.#work?.close()
    this.#work = undefined
    this.requestUpdate()
    if (!slug) return
    const [core, { ArticleInHand }] = await Promise.all([this.core(), import('./article-in-hand.ts')])
    if (turn !== this.#turn) return
    this.#work = new ArticleInHand(this, {
      ...{ core, slug, arrival, language: this.#language },
      words: () => this.words,
    })
  }

  /** The layout of what is to come, so that nothing moves when it does. */
  #skeleton(): unknown {
    const bars = ['short', 'tall', 'short', '', '', '', '', 'short'].map(
      (kind) => html`<div class="bar ${kind}"></div>`,
    )
    return html`<div class="late" role="status"><span class="hidden">${this.words.loading}</span>${bars}</div>`
  }

  protected override render(): unknown {
    const work = this.#work
    const status = work?.state?.status ?? 'loading'
    return html`<div class="all" lang=${this.words.tag} data-status=${status}>
      ${!this.slug ? nothing : !work || status === 'loading' ? this.#skeleton() : work.render()}
    </div>`
  }
}
