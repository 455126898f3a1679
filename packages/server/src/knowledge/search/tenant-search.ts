import type { ArticleAudience, ArticleHit, SearchManifest } from '@aftercare/protocol'
import { articleAudiences, chooseLocale } from '@aftercare/protocol/knowledge'
import type { Question } from '@aftercare/protocol/search'
import type { Queryable } from '../../storage/prepared.ts'
import { Catalogue } from './catalogue.ts'
import { Circle } from './circle.ts'
import { audiencesUpTo } from './documents.ts'
import { Shelf } from './shelf.ts'

/** What no article is in. */
const nowhere = 'en'

/** The search of one tenant: an index for each language and each circle of readers, current at each question. */
export class TenantSearch {
  readonly #tenant: string
  readonly #signal: AbortSignal
  readonly #catalogue: Catalogue
  readonly #shelves = new Map<string, Shelf>()
  readonly #siblings = new Map<ArticleAudience, Set<Shelf>>()
  readonly #circles = new Map<string, Circle>()
  /** By reader: the languages of what they may read. */
  readonly #locales = new Map<string, { readonly version: number; readonly locales: readonly string[] }>()

  /** @param signal Ends what is being written. */
  constructor(tenant: string, signal: AbortSignal) {
    this.#tenant = tenant
    this.#signal = signal
    this.#catalogue = new Catalogue(tenant)
  }

  /** @param reader The strictest audience that the caller belongs to. */
  async search(
    db: Queryable,
    reader: ArticleAudience,
    question: Question,
    synonyms: SearchManifest['synonyms'],
  ): Promise<{ locale: string; items: ArticleHit[] }> {
    return (await this.#circleOf(db, reader, question.locale)).search(db, question, synonyms)
  }

  async manifest(
    db: Queryable,
    reader: ArticleAudience,
    wanted: string | undefined,
    more: Pick<SearchManifest, 'limit' | 'synonyms'>,
  ): Promise<SearchManifest> {
    return (await this.#circleOf(db, reader, wanted)).manifest(db, more)
  }

  /** A file of what the manifest names; those of stricter audiences are not there. */
  async file(
    db: Queryable,
    reader: ArticleAudience,
    wanted: string | undefined,
    hash: string,
  ): Promise<Uint8Array | undefined> {
    return (await this.#circleOf(db, reader, wanted)).file(db, hash)
  }

  /** Makes the indexes of a language before anybody asks. */
  async prepare(db: Queryable, locale: string): Promise<void> {
    for (const reader of articleAudiences) await (await this.#circleOf(db, reader, locale)).prepare(db)
  }

  async #circleOf(db: Queryable, reader: ArticleAudience, wanted: string | undefined): Promise<Circle> {
    await this.#catalogue.refresh(db)
    const locale = chooseLocale(this.#localesOf(reader), wanted) ?? nowhere
    const key = `${reader} ${locale}`
    let circle = this.#circles.get(key)
    if (!circle) {
      const shelves = audiencesUpTo(reader).map((audience) => this.#shelfOf(audience, locale))
      circle = new Circle(this.#tenant, locale, shelves)
      this.#circles.set(key, circle)
    }
    return circle
  }

  #localesOf(reader: ArticleAudience): readonly string[] {
    const { version, articles } = this.#catalogue
    const before = this.#locales.get(reader)
    if (before?.version === version) return before.locales
    const audiences = audiencesUpTo(reader)
    const found = new Set<string>()
    for (const { audience, texts } of articles.values()) {
      if (audiences.includes(audience)) for (const { locale } of texts) found.add(locale)
    }
    const locales = [...found].sort()
    this.#locales.set(reader, { version, locales })
    return locales
  }

  #shelfOf(audience: ArticleAudience, locale: string): Shelf {
    const key = `${audience} ${locale}`
    const siblings = this.#siblings.get(audience) ?? new Set()
    this.#siblings.set(audience, siblings)
    const parts = { tenant: this.#tenant, catalogue: this.#catalogue, signal: this.#signal, siblings }
    const shelf = this.#shelves.get(key) ?? new Shelf(parts, locale, audience)
    this.#shelves.set(key, shelf)
    return shelf
  }
}

/** The strictest of the audiences that somebody belongs to. */
export const strictest = (audiences: readonly ArticleAudience[]): ArticleAudience =>
  articleAudiences.findLast((audience) => audiences.includes(audience)) ?? 'public'
