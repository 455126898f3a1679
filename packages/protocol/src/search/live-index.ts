import type { SearchDocument } from './document.ts'
import { finished } from './in-steps.ts'
import { SearchIndex, type SearchOptions, type SearchResult } from './search-index.ts'
import { readSegment, type Segment } from './segment.ts'
import { type Analysed, analysing, writingAnalysed } from './segment-writer.ts'
import type { Vocabulary } from './vocabulary.ts'

/** How many documents the live segment takes before the next one begins: so many are written anew with each change. */
const mostLive = 128

/**
 * An index that hears of documents one by one: what is new lies in a small segment of its own, written anew when the
 * next search comes. A search gives what an index of all current documents would.
 */
export class LiveIndex {
  readonly #index = new SearchIndex()
  readonly #live = new Map<string, Analysed>()
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
      for (const id of segment.ids) this.#live.delete(id)
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

  /** Calls for each document that has a term, or one that begins so; in no order, for some more than once. In steps. */
  *each(term: string, begins: boolean, call: (id: string) => void): Generator<void, void> {
    yield* this.#flush()
    yield* this.#index.each(term, begins, call)
  }

  get vocabulary(): Vocabulary {
    finished(this.#flush())
    return this.#index.vocabulary
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
    this.#live.set(document.id, yield* analysing(document, this.#simplify))
    this.#changed = true
  }

  *#flush(): Generator<void, void> {
    if (!this.#changed) return
    const { titles, bodies } = yield* writingAnalysed(this.#live.values(), false)
    this.#changed = false
    this.#index.add(readSegment(titles, bodies))
  }
}
