import type { ArticleAudience, SearchSegment } from '@aftercare/protocol'
import { readSegment, type Segment, writeSegment } from '@aftercare/protocol/search'
import { simplify } from '@aftercare/protocol/search/traditional'
import { sha256Hex } from '../../handle/digest.ts'
import type { Queryable } from '../../storage/prepared.ts'
import { cardOf, documentOf, keptOf, type Placed, withWords } from './documents.ts'
import { spread } from './spread.ts'

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

/** Lets other requests be answered meanwhile. */
const breath = () => new Promise<void>((resolve) => setTimeout(resolve))
const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))

/** The articles of one audience in one language, as segments that depend on them alone. */
export class Shelf {
  readonly #tenant: string
  readonly #audience: ArticleAudience
  #books = new Map<string, Book>()
  #version: number | undefined

  constructor(tenant: string, audience: ArticleAudience) {
    this.#tenant = tenant
    this.#audience = audience
  }

  get segments(): readonly Segment[] {
    return [...this.#books.values()].map(({ segment }) => segment)
  }

  /** Bytes of the index. */
  get bytes(): number {
    return [...this.#books.values()].reduce((sum, { files }) => sum + files.titles.length + files.bodies.length, 0)
  }

  /**
   * Writes anew what has changed.
   *
   * @param version Of the catalogue: nothing is looked at twice for the same one.
   */
  async arrange(db: Queryable, version: number, placed: () => readonly Placed[]): Promise<void> {
    if (this.#version === version) return
    const books = new Map<string, Book>()
    for (const [prefix, all] of spread(placed())) {
      const portions = [...spread(all, mostTexts).values()]
      const some = portions.flat()
      const state = sha256Hex(some.map((each) => `${each.id} ${each.state}`).join('\n'))
      const before = this.#books.get(prefix)
      if (before?.state === state) {
        books.set(prefix, before)
        continue
      }
      const read = await withWords(db, this.#tenant, some)
      const { titles, bodies } = writeSegment(
        read.map(([each, row]) => documentOf(each, row)),
        simplify,
      )
      const cards = encode(read.map(([each, row]) => cardOf(each, row.title)))
      const segment = readSegment(titles, bodies)
      books.set(prefix, { state, portions, segment, files: { titles, bodies, cards }, described: undefined })
      await breath()
    }
    this.#books = books
    this.#version = version
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
      texts.push({ ...described(await this.#textsOf(db, some)), documents: some.length })
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
    return encode((await withWords(db, this.#tenant, placed)).map(([each, row]) => keptOf(each, row)))
  }
}

const described = (bytes: Uint8Array) => ({ hash: sha256Hex(bytes), bytes: bytes.length })
