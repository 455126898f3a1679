import type { SearchDocument } from './document.ts'
import { finished } from './in-steps.ts'
import { SearchIndex, type SearchOptions, type SearchResult } from './search-index.ts'
import { readSegment, type Segment } from './segment.ts'
import { writingSegment } from './segment-writer.ts'

/** How many documents the live segment takes before the next one begins: so many are indexed anew with each change. */
const mostLive = 128

/**
 * An index that hears of documents one by one: what is new lies in a small segment of its own, written anew when the
 * next search comes. A search gives what an index of all current documents would.
 */
export class LiveIndex {
  readonly #index = new SearchIndex()
  readonly #live = new Map<string, SearchDocument>()
  readonly #simplify: ((text: string) => string) | undefined
  #changed = false

  /** @param simplify Traditional characters to simplified ones, as the segments were written with. */
  constructor(segments: Iterable<Segment> = [], simplify?: (text: string) => string) {
    for (const segment of segments) this.#index.add(segment)
    this.#simplify = simplify
  }

  /** Takes in segments, in place of what they have of the same ids, in steps of a few milliseconds. */
  *adding(segments: Iterable<Segment>): Generator<void, void> {
    for (const segment of segments) {
      this.#index.add(segment)
      yield
    }
  }

  /** Takes in a document, in place of the one with the same id. */
  put(document: SearchDocument) {
    finished(this.#take(document))
  }

  /** Takes in several and makes them ready to be found, in steps of a few milliseconds. */
  *putting(documents: Iterable<SearchDocument>): Generator<void, void> {
    for (const document of documents) {
      yield* this.#take(document)
      yield
    }
    yield* this.#flush()
  }

  remove(id: string) {
    this.#live.delete(id)
    this.#index.remove(id)
  }

  search(query: string, options?: SearchOptions): SearchResult {
    finished(this.#flush())
    return this.#index.search(query, options)
  }

  get size() {
    finished(this.#flush())
    return this.#index.size
  }

  *#take(document: SearchDocument): Generator<void, void> {
    if (this.#live.size >= mostLive && !this.#live.has(document.id)) {
      yield* this.#flush()
      this.#live.clear()
    }
    this.#live.set(document.id, document)
    this.#changed = true
  }

  *#flush(): Generator<void, void> {
    if (!this.#changed) return
    const { titles, bodies } = yield* writingSegment(this.#live.values(), this.#simplify)
    this.#changed = false
    this.#index.add(readSegment(titles, bodies))
  }
}
