import type { ArticleAudience, SearchSegment } from '@aftercare/protocol'
import {
  readSegment,
  type SearchDocument,
  type Segment,
  type SegmentBytes,
  writingSegment,
} from '@aftercare/protocol/search'
import { simplify } from '@aftercare/protocol/search/traditional'
import { sha256Hex } from '../../handle/digest.ts'
import type { Queryable } from '../../storage/prepared.ts'
import { breath, inSlices, queue } from '../../work/in-slices.ts'
import type { Catalogue } from './catalogue.ts'
import { cardOf, documentsOf, keptOf, type Placed, placing, withWords } from './documents.ts'
import type { PublishedText } from './search-store.ts'
import { mostDocuments, spreading } from './spread.ts'

/** Articles whose texts are one file: whoever shows what was found needs few of them, here and there. */
const mostTexts = 32

/** One segment with its files. Texts are large and seldom asked for: they are made anew each time. */
interface Book {
  readonly state: string
  /** By the files of their texts. */
  readonly portions: readonly (readonly Placed[])[]
  readonly segment: Segment
  readonly files: Readonly<Record<'titles' | 'bodies' | 'cards', Uint8Array>>
  described: SearchSegment | undefined
}

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))

/** What shelves are made over. */
export interface ShelfParts {
  readonly tenant: string
  readonly catalogue: Catalogue
  /** Ends what is being written. */
  readonly signal: AbortSignal
  /** Those of the same audience, in each language that somebody asked for. */
  readonly siblings: Set<Shelf>
}

/** The articles of one audience in one language, as segments that depend on them alone. */
export class Shelf {
  readonly #parts: ShelfParts
  readonly #locale: string
  readonly #audience: ArticleAudience
  /** Whoever only asks what is where does not wait for what is being written. */
  readonly #placing = queue()
  readonly #writing = queue()
  #placed: readonly Placed[] = []
  /** Of the catalogue, as the articles were placed. */
  #version: number | undefined
  #books = new Map<string, Book>()
  /** What the segments are of. */
  #arranged: readonly Placed[] | undefined

  constructor(parts: ShelfParts, locale: string, audience: ArticleAudience) {
    this.#parts = parts
    this.#locale = locale
    this.#audience = audience
    parts.siblings.add(this)
  }

  get segments(): readonly Segment[] {
    return [...this.#books.values()].map(({ segment }) => segment)
  }

  /** The articles that the segments are of. */
  get arranged(): readonly Placed[] {
    return this.#arranged ?? []
  }

  /** Bytes of the index. */
  get bytes(): number {
    return [...this.#books.values()].reduce((sum, { files }) => sum + files.titles.length + files.bodies.length, 0)
  }

  /** The articles as the catalogue has them. */
  placed(): Promise<readonly Placed[]> {
    return this.#placing(() => this.#place())
  }

  /** Writes anew what has changed. */
  arrange(db: Queryable): Promise<void> {
    return this.#writing(() => this.#arrange(db))
  }

  async #place(): Promise<readonly Placed[]> {
    const { version, articles } = this.#parts.catalogue
    if (this.#version === version) return this.#placed
    this.#placed = await inSlices(placing(articles.values(), this.#locale, this.#audience))
    this.#version = version
    return this.#placed
  }

  async #arrange(db: Queryable): Promise<void> {
    const placed = await this.placed()
    if (this.#arranged === placed) return
    const books = new Map<string, Book>()
    for (const [name, all] of await inSlices(segmentsOf(placed))) {
      this.#parts.signal.throwIfAborted()
      const portions = [...(await inSlices(spreading(all, mostTexts))).values()]
      const some = portions.flat()
      const state = sha256Hex(some.map((each) => `${each.id} ${each.state}`).join('\n'))
      await breath()
      books.set(name, this.#written(name, state) ?? (await this.#write(db, { state, portions })))
    }
    this.#books = books
    this.#arranged = placed
  }

  /** The same, written before: for this language, or for another. */
  #written(name: string, state: string): Book | undefined {
    for (const shelf of [this, ...this.#parts.siblings]) {
      const book = shelf.#books.get(name)
      if (book?.state === state) return book
    }
    return undefined
  }

  async #write(db: Queryable, { state, portions }: Pick<Book, 'state' | 'portions'>): Promise<Book> {
    const read = await withWords(db, this.#parts.tenant, portions.flat())
    await breath()
    const { titles, bodies } = await inSlices(writing(read))
    const cards = encode(read.map(([each, row]) => cardOf(each, row.title)))
    await breath()
    const segment = readSegment(titles, bodies)
    await breath()
    return { state, portions, segment, files: { titles, bodies, cards }, described: undefined }
  }

  async describe(db: Queryable): Promise<readonly SearchSegment[]> {
    const all: SearchSegment[] = []
    for (const book of this.#books.values()) {
      book.described ??= await this.#described(db, book)
      all.push(book.described)
    }
    return all
  }

  async #described(db: Queryable, { portions, segment, files }: Book): Promise<SearchSegment> {
    const texts: SearchSegment['texts'] = []
    for (const some of portions) {
      this.#parts.signal.throwIfAborted()
      texts.push({ ...described(await this.#textsOf(db, some)), documents: some.length })
      await breath()
    }
    return {
      audience: this.#audience,
      documents: segment.ids.length,
      titles: described(files.titles),
      bodies: described(files.bodies),
      cards: described(files.cards),
      texts,
    }
  }

  /** The file of that digest, undefined where there is none, or none any more. */
  async file(db: Queryable, hash: string): Promise<Uint8Array | undefined> {
    for (const book of this.#books.values()) {
      for (const name of ['titles', 'bodies', 'cards'] as const) {
        if (book.described?.[name].hash === hash) return book.files[name]
      }
      const portion = book.portions[book.described?.texts.findIndex((texts) => texts.hash === hash) ?? -1]
      if (!portion) continue
      const texts = await this.#textsOf(db, portion)
      if (sha256Hex(texts) === hash) return texts
    }
    return undefined
  }

  async #textsOf(db: Queryable, placed: readonly Placed[]): Promise<Uint8Array> {
    return encode((await withWords(db, this.#parts.tenant, placed)).map(([each, row]) => keptOf(each, row)))
  }
}

/**
 * The articles of each segment, by a name that stays. Where there are several segments, what is the same in every language
 * has segments of its own, which are written once for all. In steps.
 */
function* segmentsOf(placed: readonly Placed[]): Generator<void, ReadonlyMap<string, readonly Placed[]>> {
  if (placed.length <= mostDocuments) return yield* spreading(placed)
  const segments = new Map<string, readonly Placed[]>()
  for (const alike of [true, false]) {
    const some = placed.filter((each) => each.alike === alike)
    for (const [prefix, all] of yield* spreading(some)) segments.set(`${alike} ${prefix}`, all)
  }
  return segments
}

function* writing(read: Iterable<readonly [Placed, PublishedText]>): Generator<void, SegmentBytes> {
  const documents: SearchDocument[] = []
  for (const document of documentsOf(read)) {
    documents.push(document)
    yield
  }
  return yield* writingSegment(documents, simplify)
}

const described = (bytes: Uint8Array) => ({ hash: sha256Hex(bytes), bytes: bytes.length })
