import type { SearchDocument } from './document.ts'
import { SearchIndex, type SearchOptions, type SearchResult } from './search-index.ts'
import { readSegment, type Segment } from './segment.ts'
import { writeSegment } from './segment-writer.ts'

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

  /** Takes in a document, in place of the one with the same id. */
  put(document: SearchDocument) {
    if (this.#live.size >= mostLive && !this.#live.has(document.id)) {
      this.#flush()
      this.#live.clear()
    }
    this.#live.set(document.id, document)
    this.#changed = true
  }

  remove(id: string) {
    this.#live.delete(id)
    this.#index.remove(id)
  }

  search(query: string, options?: SearchOptions): SearchResult {
    this.#flush()
    return this.#index.search(query, options)
  }

  get size() {
    this.#flush()
    return this.#index.size
  }

  #flush() {
    if (!this.#changed) return
    this.#changed = false
    const { titles, bodies } = writeSegment(this.#live.values(), this.#simplify)
    this.#index.add(readSegment(titles, bodies))
  }
}
