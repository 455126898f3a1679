import type { ArticleAudience, ArticleHit, SearchManifest } from '@aftercare/protocol'
import { type Content, plainText } from '@aftercare/protocol/content'
import { articleAudiences, chooseLocale } from '@aftercare/protocol/knowledge'
import { find, LiveIndex, partsOf, type Question, segmentFormat, snippet } from '@aftercare/protocol/search'
import { simplify } from '@aftercare/protocol/search/traditional'
import type { Queryable } from '../../storage/prepared.ts'
import { Catalogue } from './catalogue.ts'
import { audiencesUpTo, cardOf, documentOf, type Placed, placedFor, publishedDay, withWords } from './documents.ts'
import { Shelf } from './shelf.ts'

/** Of more changes than this the index is made anew from segments. */
const mostChanges = 500
/** What no article is in. */
const nowhere = 'en'

/** Those who may read what is for an audience search all of it that is in one language, and nothing else. */
interface Collection {
  readonly locale: string
  readonly placed: ReadonlyMap<string, Placed>
  readonly newest: number
  /** Of the catalogue. */
  readonly version: number
  index: LiveIndex | undefined
  /** What the index holds. */
  indexed: ReadonlyMap<string, Placed>
}

/** The search of one tenant: an index for each language and each circle of readers, current at each question. */
export class TenantSearch {
  readonly #tenant: string
  readonly #catalogue: Catalogue
  readonly #shelves = new Map<string, Shelf>()
  readonly #collections = new Map<string, Collection>()
  #last: Promise<unknown> = Promise.resolve()

  constructor(tenant: string) {
    this.#tenant = tenant
    this.#catalogue = new Catalogue(tenant)
  }

  /** @param reader The strictest audience that the caller belongs to. */
  async search(
    db: Queryable,
    reader: ArticleAudience,
    question: Question,
    synonyms: SearchManifest['synonyms'],
  ): Promise<{ locale: string; items: ArticleHit[] }> {
    const { locale, placed, found } = await this.#alone(async () => {
      const collection = await this.#current(db, reader, question.locale)
      const index = await this.#indexOf(db, reader, collection)
      const { newest, locale, placed } = collection
      const wish = { ...question, locale: question.locale ?? locale }
      return { locale, placed, found: await find(index, wish, { newest, synonyms }, async () => simplify) }
    })
    const hits = found.ids.flatMap((id) => placed.get(id) ?? [])
    const words = await withWords(db, this.#tenant, hits)
    const items = words.map(([each, row]): ArticleHit => {
      const text = plainText(JSON.parse(row.content) as Content).replaceAll('\n', ' ')
      return {
        ...cardOf(each, row.title),
        titleParts: partsOf(snippet(row.title, found.terms, row.title.length, simplify)),
        snippet: partsOf(snippet(text, found.terms, undefined, simplify)),
      }
    })
    return { locale, items }
  }

  async manifest(
    db: Queryable,
    reader: ArticleAudience,
    wanted: string | undefined,
    { limit, synonyms }: Pick<SearchManifest, 'limit' | 'synonyms'>,
  ): Promise<SearchManifest> {
    return this.#alone(async () => {
      const { locale, newest, placed } = await this.#current(db, reader, wanted)
      const shelves = await this.#arranged(db, reader, locale)
      const bytes = shelves.reduce((sum, shelf) => sum + shelf.bytes, 0)
      const ships = bytes <= limit
      const segments = ships ? (await Promise.all(shelves.map((shelf) => shelf.describe(db)))).flat() : []
      const format = segmentFormat
      return { format, locale, documents: placed.size, bytes, limit, ships, newest, synonyms, segments }
    })
  }

  /** A file of what the manifest names; those of stricter audiences are not there. */
  async file(
    db: Queryable,
    reader: ArticleAudience,
    wanted: string | undefined,
    hash: string,
  ): Promise<Uint8Array | undefined> {
    return this.#alone(async () => {
      const { locale } = await this.#current(db, reader, wanted)
      for (const shelf of await this.#arranged(db, reader, locale)) {
        await shelf.describe(db)
        const file = await shelf.file(db, hash)
        if (file) return file
      }
      return undefined
    })
  }

  /** One at a time: what one has brought up to date the next one finds so. */
  #alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#last.then(work)
    this.#last = mine.catch(() => {})
    return mine
  }

  async #current(db: Queryable, reader: ArticleAudience, wanted: string | undefined): Promise<Collection> {
    await this.#catalogue.refresh(db)
    const { version, articles } = this.#catalogue
    const audiences = audiencesUpTo(reader)
    const readable = [...articles.values()].filter(({ audience }) => audiences.includes(audience))
    const locales = [...new Set(readable.flatMap(({ texts }) => texts.map(({ locale }) => locale)))].sort()
    const locale = chooseLocale(locales, wanted) ?? nowhere
    const key = `${reader} ${locale}`
    const before = this.#collections.get(key)
    if (before?.version === version) return before
    const all = audiences.flatMap((audience) => placedFor(this.#catalogue, locale, audience))
    const newest = all.reduce((latest, each) => Math.max(latest, publishedDay(each)), 0)
    const placed = new Map(all.map((each) => [each.id, each]))
    const collection = {
      ...{ locale, placed, newest, version, index: before?.index, indexed: before?.indexed ?? new Map() },
    }
    this.#collections.set(key, collection)
    return collection
  }

  async #indexOf(db: Queryable, reader: ArticleAudience, collection: Collection): Promise<LiveIndex> {
    const { placed, indexed } = collection
    const changed = [...placed.values()].filter(({ id, state, article }) => {
      const before = indexed.get(id)
      return before?.state !== state || before.article.audience !== article.audience
    })
    if (collection.index && changed.length <= mostChanges) {
      for (const id of indexed.keys()) if (!placed.has(id)) collection.index.remove(id)
      for (const [each, row] of await withWords(db, this.#tenant, changed)) collection.index.put(documentOf(each, row))
    } else {
      const shelves = await this.#arranged(db, reader, collection.locale)
      collection.index = new LiveIndex(
        shelves.flatMap(({ segments }) => segments),
        simplify,
      )
    }
    collection.indexed = placed
    return collection.index
  }

  async #arranged(db: Queryable, reader: ArticleAudience, locale: string): Promise<readonly Shelf[]> {
    const shelves: Shelf[] = []
    for (const audience of audiencesUpTo(reader)) {
      const key = `${audience} ${locale}`
      const shelf = this.#shelves.get(key) ?? new Shelf(this.#tenant, audience)
      this.#shelves.set(key, shelf)
      await shelf.arrange(db, this.#catalogue.version, () => placedFor(this.#catalogue, locale, audience))
      shelves.push(shelf)
    }
    return shelves
  }
}

/** The strictest of the audiences that somebody belongs to. */
export const strictest = (audiences: readonly ArticleAudience[]): ArticleAudience =>
  articleAudiences.findLast((audience) => audiences.includes(audience)) ?? 'public'
