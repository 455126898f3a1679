import { type ArticleHit, type KeptArticle, searchArticles } from '@aftercare/protocol'
import { versionKey } from '@aftercare/protocol/knowledge'
import { type Question, segmentFormat } from '@aftercare/protocol/search'
import type { Core } from '../core.ts'
import { type Failure, failureOf, NetworkFailure } from '../failure.ts'
import { asReader, readerOf } from './as-reader.ts'
import { type HeldManifest, keepManifest, manifestAnew, manifestOnDevice } from './kept-manifest.ts'
import { Library } from './library.ts'
import { openSearcher } from './open-searcher.ts'
import { readingLanguage } from './reading-language.ts'
import type { SearchOptions, SearchState } from './search-states.ts'
import type { Searcher } from './searcher.ts'
import { bytesOf, onDevice, type SegmentFile } from './segment-files.ts'

/** Older than this the server is asked whether it is still so, in milliseconds. */
const fresh = 5 * 60_000
const usualLimit = 10

type Tell = (state: SearchState) => void

/** The articles in one language as far as they are here, kept current; before they are here the server is asked. */
export class Collection {
  readonly #core: Core
  readonly #locale: string
  #searcher: Promise<Searcher> | undefined
  #opening: Promise<void> | undefined
  #checking: Promise<boolean> | undefined
  #checkedAt = -Infinity
  #held: HeldManifest | undefined
  #library: Library | undefined
  #stale: Failure | undefined
  #closed = false

  constructor(core: Core, locale: string) {
    this.#core = core
    this.#locale = locale
  }

  async search(query: string, options: SearchOptions, tell: Tell, anew: boolean): Promise<void> {
    if (query.trim() === '') return tell({ status: 'ready', hits: [], by: 'device' })
    this.#opening ??= this.#open()
    await this.#opening
    const check = anew || this.#core.clock.now() - this.#checkedAt > fresh ? this.#check() : undefined
    if (anew) await check
    if (!this.#library || this.#isPart) {
      try {
        return tell(await this.#askServer(query, options))
      } catch (error) {
        // Offline, perhaps while the index was coming.
        await check
        if (!this.#library) throw error
      }
    }
    try {
      await this.#searchHere(query, options, tell)
    } catch {
      // The worker is gone: another one is started with the next check.
      this.#reset()
      return tell(await this.#askServer(query, options))
    }
    if (!anew && (await check)) await this.#searchHere(query, options, tell)
    else if (check) await this.#searchHere(query, options, tell, true)
  }

  /** What is on the device is what everybody may read, and the server has not said yet whether that is all. */
  get #isPart(): boolean {
    return this.#held?.etag === undefined && this.#checkedAt === -Infinity
  }

  async kept(slug: string): Promise<KeptArticle | undefined> {
    this.#opening ??= this.#open()
    await this.#opening
    return this.#library?.kept(slug)
  }

  close(): void {
    this.#closed = true
    this.#reset()
  }

  #reset(): void {
    void this.#searcher?.then((searcher) => searcher.close())
    this.#searcher = undefined
    this.#library = undefined
    this.#held = undefined
    this.#checkedAt = -Infinity
  }

  async #searchHere(query: string, options: SearchOptions, tell: Tell, onlyStale = false): Promise<void> {
    const library = this.#library
    const stale = this.#stale
    if (!library || (onlyStale && !stale)) return
    const { version, limit = usualLimit, typing, product, kind } = options
    const locale = readingLanguage(options.locale ?? this.#locale)
    const question: Question = {
      ...{ query, limit, typing, product, kind, locale: locale || undefined },
      version: version === undefined ? undefined : versionKey(version),
    }
    const found = (hits: readonly ArticleHit[]) =>
      tell({ status: 'ready', hits, by: 'device', ...(stale && { stale }) })
    const current = await library.search(question, found)
    // Something was published meanwhile, and a text of what is held is gone: what is there now is searched, once more.
    if (!current && (await this.#check())) await this.#library?.search(question, found)
  }

  async #askServer(query: string, options: SearchOptions): Promise<SearchState> {
    const { limit = usualLimit, typing, product, version, kind } = options
    const locale = readingLanguage(options.locale ?? this.#locale)
    const { items } = await this.#core.call(
      ...asReader(this.#core, searchArticles, {
        query: {
          q: query,
          limit: String(limit),
          ...(typing && { typing: 'true' }),
          ...(product && { product }),
          ...(version && { version }),
          ...(kind && { kind }),
          ...(locale && { locale }),
        },
      }),
    )
    return { status: 'ready', hits: items, by: 'server' }
  }

  /** What the device has, without a network. */
  async #open(): Promise<void> {
    try {
      const owner = await readerOf(this.#core)
      const held = await manifestOnDevice(this.#core, owner, this.#locale)
      if (!held || !canRead(held)) return
      await this.#load(owner, held, async (file) => {
        const bytes = await onDevice(this.#core, owner, file)
        if (!bytes) throw new NetworkFailure('A part of the index is not on the device')
        return bytes
      })
    } catch {
      // Nobody is known, or the device holds a part only: the server has the whole.
    }
  }

  /** Compares with the server; true: it is another one now. Never rejects. */
  #check(): Promise<boolean> {
    this.#checking ??= this.#replace()
      .then(
        (changed) => {
          this.#checkedAt = this.#core.clock.now()
          this.#stale = undefined
          return changed
        },
        (error) => {
          this.#stale = failureOf(error)
          return false
        },
      )
      .finally(() => {
        this.#checking = undefined
      })
    return this.#checking
  }

  async #replace(): Promise<boolean> {
    const owner = await readerOf(this.#core)
    const before = this.#held
    const anew = await manifestAnew(this.#core, owner, this.#locale, before)
    if (!anew) {
      void this.#library?.prefetch()
      return false
    }
    if (!canRead(anew)) {
      this.#held = anew
      this.#library = undefined
    } else {
      const read = (file: SegmentFile) => bytesOf(this.#core, owner, file)
      await this.#load(owner, anew, read).catch(async (error) => {
        // Something was published meanwhile, and a part of what was named is gone.
        if (failureOf(error).kind !== 'not_found') throw error
        const again = await manifestAnew(this.#core, owner, this.#locale, undefined)
        if (again && canRead(again)) await this.#load(owner, again, read)
      })
    }
    const cards = this.#library?.cards
    await keepManifest(this.#core, owner, this.#locale, this.#held ?? anew, { before, cards })
    void this.#library?.prefetch()
    return true
  }

  async #load(
    owner: string,
    held: HeldManifest,
    read: (file: SegmentFile) => Promise<Uint8Array<ArrayBuffer>>,
  ): Promise<void> {
    this.#searcher ??= openSearcher(this.#core.environment.searchWorker)
    const searcher = await this.#searcher
    const library = await Library.open(this.#core, owner, searcher, held.manifest, { read, before: this.#library })
    if (this.#closed) return
    this.#library = library
    this.#held = held
  }
}

/** Whether it can be searched here: small enough, and in a form that this version knows. */
const canRead = ({ manifest }: HeldManifest): boolean => manifest.ships && manifest.format === segmentFormat
