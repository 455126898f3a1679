import type { ArticleCard, ArticleHit, KeptArticle, SearchManifest } from '@aftercare/protocol'
import { lineText } from '@aftercare/protocol/content'
import type { Question } from '@aftercare/protocol/search'
import type { Core } from '../core.ts'
import { failureOf, NetworkFailure } from '../failure.ts'
import type { Searcher, SearcherSegment } from './searcher.ts'
import { bytesOf, eachAtOnce, onDevice, type SegmentFile } from './segment-files.ts'

/** Requests at once. */
const atOnce = 6
/** Texts of a collection are all fetched for reading offline where they are no more than this, in bytes. */
const mostTexts = 4_000_000

type Bytes = Uint8Array<ArrayBuffer>

/** Articles that can be searched here: those of one manifest. */
export class Library {
  readonly #core: Core
  readonly #owner: string
  readonly #searcher: Searcher
  readonly manifest: SearchManifest
  /** By the ids of the articles. */
  readonly cards: ReadonlyMap<string, ArticleCard>
  readonly #files: ReadonlyMap<string, SegmentFile>
  #prefetching: Promise<void> | undefined
  readonly #texts = new Map<string, Promise<readonly KeptArticle[]>>()

  private constructor(
    core: Core,
    owner: string,
    searcher: Searcher,
    manifest: SearchManifest,
    shelves: { cards: ReadonlyMap<string, ArticleCard>; files: ReadonlyMap<string, SegmentFile> },
  ) {
    this.#core = core
    this.#owner = owner
    this.#searcher = searcher
    this.manifest = manifest
    this.cards = shelves.cards
    this.#files = shelves.files
  }

  /**
   * Loads what a manifest names, as far as it is not here.
   *
   * @param read Reads one file.
   * @param before What the searcher has loaded already.
   * @throws what `read` does
   */
  static async open(
    core: Core,
    owner: string,
    searcher: Searcher,
    manifest: SearchManifest,
    { read, before }: { read(file: SegmentFile): Promise<Bytes>; before: Library | undefined },
  ): Promise<Library> {
    const { articleCardSchema } = await import('@aftercare/protocol/knowledge/schemas')
    const loaded = new Set(before?.manifest.segments.map(nameOf))
    const { locale } = manifest
    const segments = manifest.segments.map((segment) => ({
      segment,
      name: nameOf(segment),
      parts: new Map<string, Bytes>(),
    }))
    // Titles of all come before bodies of any: should it end here, more of it is on the device.
    const wanted = (['titles', 'cards', 'bodies'] as const).flatMap((part) =>
      segments.filter(({ name }) => part === 'cards' || !loaded.has(name)).map((each) => ({ ...each, part })),
    )
    await eachAtOnce(wanted, atOnce, async ({ segment, parts, part }) => {
      parts.set(part, await read({ hash: segment[part].hash, audience: segment.audience, locale }))
    })
    const cards = new Map<string, ArticleCard>()
    const files = new Map<string, SegmentFile>()
    for (const { segment, parts } of segments) {
      const all = jsonIn(parts.get('cards')!) as unknown[]
      let at = 0
      for (const { hash, documents } of segment.texts) {
        for (const each of all.slice(at, at + documents)) {
          const { data: card } = articleCardSchema.safeParse(each)
          if (!card) throw new NetworkFailure('A part of the index cannot be read')
          cards.set(card.id, card)
          files.set(card.id, { hash, audience: segment.audience, locale })
        }
        at += documents
      }
    }
    await searcher.load(
      segments.map(({ name, parts }): SearcherSegment | { name: string } =>
        loaded.has(name) ? { name } : { name, titles: parts.get('titles')!, bodies: parts.get('bodies')! },
      ),
    )
    return new Library(core, owner, searcher, manifest, { cards, files })
  }

  /**
   * @param tell Hears of the hits, and once more when texts have come that were not on the device.
   * @returns Whether the server still has what this is made of, as far as it was asked.
   */
  async search(question: Question, tell: (hits: readonly ArticleHit[]) => void): Promise<boolean> {
    const { newest, synonyms, locale } = this.manifest
    const wish = { ...question, locale: question.locale ?? locale }
    const { ids, terms } = await this.#searcher.find(wish, { newest, synonyms })
    const cards = ids.flatMap((id) => this.cards.get(id) ?? [])
    const show = async (texts: ReadonlyMap<string, string>) => {
      const parts = await this.#searcher.show(
        cards.map((card) => ({
          title: card.title,
          text: texts.get(card.id),
        })),
        terms,
      )
      tell(cards.map((card, at) => ({ ...card, ...parts[at]! })))
    }
    const here = await this.#textsOf(cards, (file) => onDevice(this.#core, this.#owner, file))
    await show(here)
    if (here.size === cards.length) return true
    try {
      await show(await this.#textsOf(cards, (file) => bytesOf(this.#core, this.#owner, file)))
      return true
    } catch (error) {
      return failureOf(error).kind !== 'not_found'
    }
  }

  /** An article as it is kept for reading; undefined where it is not here. */
  async kept(slug: string): Promise<KeptArticle | undefined> {
    const card = [...this.cards.values()].find((each) => each.slug === slug || each.earlier?.includes(slug))
    const file = card && this.#files.get(card.id)
    if (!card || !file) return undefined
    const texts = await this.#textsIn(file, (each) => bytesOf(this.#core, this.#owner, each)).catch(() => [])
    const found = texts.find(({ id }) => id === card.id)
    if (!found) return undefined
    const { keptArticleSchema } = await import('@aftercare/protocol/knowledge/schemas')
    return keptArticleSchema.safeParse(found).data
  }

  /** Fetches the texts that everybody may read, for searching and reading offline, where they are not too many. */
  prefetch(): Promise<void> {
    // What does not come now comes when it is looked at.
    this.#prefetching ??= this.#prefetch().catch(() => {})
    return this.#prefetching
  }

  async #prefetch(): Promise<void> {
    const { segments, locale } = this.manifest
    const files = segments.flatMap(({ audience, texts }) =>
      audience === 'public' ? texts.map(({ hash, bytes }) => ({ hash, bytes, audience, locale })) : [],
    )
    if (files.reduce((sum, { bytes }) => sum + bytes, 0) > mostTexts) return
    await eachAtOnce(files, 2, async (file) => void (await bytesOf(this.#core, this.#owner, file)))
  }

  async #textsOf(cards: readonly ArticleCard[], read: (file: SegmentFile) => Promise<Bytes | undefined>) {
    const found = new Map<string, string>()
    const wanted = new Map(
      cards.flatMap(({ id }) => (this.#files.has(id) ? [[this.#files.get(id)!.hash, this.#files.get(id)!]] : [])),
    )
    const ids = new Set(cards.map(({ id }) => id))
    await eachAtOnce([...wanted.values()], atOnce, async (file) => {
      for (const { id, content } of await this.#textsIn(file, read)) {
        if (ids.has(id)) found.set(id, lineText(content))
      }
    })
    return found
  }

  async #textsIn(
    file: SegmentFile,
    read: (file: SegmentFile) => Promise<Bytes | undefined>,
  ): Promise<readonly KeptArticle[]> {
    const known = this.#texts.get(file.hash)
    if (known) return known
    const bytes = await read(file)
    if (!bytes) return []
    // As the server wrote it, says its digest; what is shown of it as a tree is checked.
    const texts = Promise.resolve(jsonIn(bytes) as readonly KeptArticle[])
    this.#texts.set(file.hash, texts)
    return texts
  }
}

const nameOf = ({ titles, bodies }: SearchManifest['segments'][number]): string => `${titles.hash} ${bodies.hash}`
const jsonIn = (bytes: Bytes): unknown => JSON.parse(new TextDecoder().decode(bytes))
