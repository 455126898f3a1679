import type { ArticleHit, SearchManifest } from '@aftercare/protocol'
import { type Content, lineText } from '@aftercare/protocol/content'
import { find, LiveIndex, partsOf, type Question, segmentFormat, snippet } from '@aftercare/protocol/search'
import { simplify } from '@aftercare/protocol/search/traditional'
import type { Queryable } from '../../storage/prepared.ts'
import { breath, inSlices, queue } from '../../work/in-slices.ts'
import { cardOf, documentsOf, type Placed, publishedDay, withWords } from './documents.ts'
import type { Shelf } from './shelf.ts'

/** Of more changes than this the index is made anew from segments. */
const mostChanges = 500

type ById = ReadonlyMap<string, Placed>

/** Those who may read what is for an audience search all of it that is in one language, and nothing else. */
export class Circle {
  readonly #tenant: string
  readonly #locale: string
  readonly #shelves: readonly Shelf[]
  readonly #alone = queue()
  /** As the shelves had them last. */
  #lists: readonly (readonly Placed[])[] = []
  #placed: ById = new Map()
  #newest = 0
  #index: LiveIndex | undefined
  /** What the index holds. */
  #indexed: ById = new Map()

  /** @param shelves What its readers may read, by audience. */
  constructor(tenant: string, locale: string, shelves: readonly Shelf[]) {
    this.#tenant = tenant
    this.#locale = locale
    this.#shelves = shelves
  }

  async search(
    db: Queryable,
    question: Question,
    synonyms: SearchManifest['synonyms'],
  ): Promise<{ locale: string; items: ArticleHit[] }> {
    const locale = this.#locale
    const { placed, found } = await this.#alone(async () => {
      const index = await this.#current(db)
      const wish = { ...question, locale: question.locale ?? locale }
      const found = await find(index, wish, { newest: this.#newest, synonyms }, async () => simplify)
      return { placed: this.#placed, found }
    })
    const hits = found.ids.flatMap((id) => placed.get(id) ?? [])
    const words = await withWords(db, this.#tenant, hits)
    const items = words.map(([each, row]): ArticleHit => {
      const text = lineText(JSON.parse(row.content) as Content)
      return {
        ...cardOf(each, row.title),
        titleParts: partsOf(snippet(row.title, found.terms, row.title.length, simplify)),
        snippet: partsOf(snippet(text, found.terms, undefined, simplify)),
      }
    })
    return { locale, items }
  }

  /** Makes the index, so that nobody has to wait for it. */
  async prepare(db: Queryable): Promise<void> {
    await this.#alone(() => this.#current(db))
  }

  manifest(db: Queryable, { limit, synonyms }: Pick<SearchManifest, 'limit' | 'synonyms'>): Promise<SearchManifest> {
    return this.#alone(async () => {
      await this.#arrange(db)
      const all = this.#shelves.flatMap(({ arranged }) => arranged)
      const bytes = this.#shelves.reduce((sum, shelf) => sum + shelf.bytes, 0)
      const ships = bytes <= limit
      const segments: SearchManifest['segments'] = []
      if (ships) for (const shelf of this.#shelves) segments.push(...(await shelf.describe(db)))
      const about = { format: segmentFormat, locale: this.#locale, documents: all.length, newest: newestOf(all) }
      return { ...about, bytes, limit, ships, synonyms, segments }
    })
  }

  /** A file of what the manifest names; those of stricter audiences are not there. */
  file(db: Queryable, hash: string): Promise<Uint8Array | undefined> {
    return this.#alone(async () => {
      await this.#arrange(db)
      for (const shelf of this.#shelves) {
        await shelf.describe(db)
        const file = await shelf.file(db, hash)
        if (file) return file
      }
      return undefined
    })
  }

  async #arrange(db: Queryable): Promise<void> {
    for (const shelf of this.#shelves) await shelf.arrange(db)
  }

  /** The index, holding what the catalogue has. */
  async #current(db: Queryable): Promise<LiveIndex> {
    const lists: (readonly Placed[])[] = []
    for (const shelf of this.#shelves) lists.push(await shelf.placed())
    if (this.#index && lists.every((list, at) => list === this.#lists[at])) return this.#index
    const all = lists.flat()
    this.#placed = byId(all)
    this.#newest = newestOf(all)
    if (all.length > mostChanges) await breath()
    const index = await this.#indexOf(db, all)
    this.#lists = lists
    return index
  }

  async #indexOf(db: Queryable, all: readonly Placed[]): Promise<LiveIndex> {
    const changed = all.filter(({ id, state, article }) => {
      const before = this.#indexed.get(id)
      return before?.state !== state || before.article.audience !== article.audience
    })
    const index = this.#index
    if (index && changed.length <= mostChanges) {
      const read = await withWords(db, this.#tenant, changed)
      for (const id of this.#indexed.keys()) if (!this.#placed.has(id)) index.remove(id)
      await inSlices(index.putting(documentsOf(read)))
      this.#indexed = this.#placed
      return index
    }
    await this.#arrange(db)
    const segments = this.#shelves.flatMap((shelf) => shelf.segments)
    // Shelves may have heard meanwhile of what is newer.
    const arranged = byId(this.#shelves.flatMap((shelf) => shelf.arranged))
    const made = new LiveIndex([], simplify)
    await inSlices(made.adding(segments))
    await breath()
    this.#index = made
    this.#indexed = arranged
    return made
  }
}

const byId = (all: readonly Placed[]): ById => new Map(all.map((each) => [each.id, each]))

const newestOf = (all: readonly Placed[]): number =>
  all.reduce((latest, each) => Math.max(latest, publishedDay(each)), 0)
