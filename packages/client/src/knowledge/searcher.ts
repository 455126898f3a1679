import type { TextPart } from '@aftercare/protocol'
import type { Knowledge, Question } from '@aftercare/protocol/search'

/** The index of a segment under a name that changes with it. */
export interface SearcherSegment {
  readonly name: string
  readonly titles: Uint8Array<ArrayBuffer>
  readonly bodies: Uint8Array<ArrayBuffer>
}

export interface ShownText {
  readonly title: string
  /** Where it is there. */
  readonly text: string | undefined
}

/** The engine, in a worker or on the page's thread. What is asked is answered in order. */
export interface Searcher {
  /** Searches in these from now on: those that are new come with their bytes, the others are known by name. */
  load(segments: readonly (SearcherSegment | Pick<SearcherSegment, 'name'>)[]): Promise<void>
  find(question: Question, knowledge: Knowledge): Promise<{ ids: readonly string[]; terms: readonly string[] }>
  /** What was found of texts, in parts. */
  show(
    texts: readonly ShownText[],
    terms: readonly string[],
  ): Promise<readonly { titleParts: TextPart[]; snippet: TextPart[] }[]>
  close(): void
}
