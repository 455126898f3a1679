import type { ArticleHit, ArticleKind, KeptArticle } from '@aftercare/protocol'
import type { ReadableAtom } from 'nanostores'
import type { Failure } from '../failure.ts'

export interface SearchOptions {
  /** BCP 47; the client's own unless told. */
  readonly locale?: string | undefined
  /** What is about it comes before what is about another; as is `version`. */
  readonly product?: string | undefined
  readonly version?: string | undefined
  /** Nothing of another kind is found. */
  readonly kind?: ArticleKind | undefined
  /** At most so many; 10 unless told, 50 at most. */
  readonly limit?: number | undefined
  /** Somebody is writing: the last word may be unfinished. */
  readonly typing?: boolean | undefined
}

/** Where somebody is who may need help. */
export interface SuggestOptions extends Omit<SearchOptions, 'typing' | 'kind'> {
  /** Address or title of the page; of an address only words of its path count, and nothing else leaves the page. */
  readonly page: string
}

export type SearchState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly reason: Failure }
  | {
      readonly status: 'ready'
      /** The best first. A snippet is empty as long as the text is not there. */
      readonly hits: readonly ArticleHit[]
      /** Who searched: this device, or the server, as long as the index is not here or where it is too large. */
      readonly by: 'device' | 'server'
      /** Why what is here could not be compared with what the server has. */
      readonly stale?: Failure
    }

export interface SearchResults {
  /** Searches once somebody watches. */
  readonly $state: ReadableAtom<SearchState>
  /** Searches anew, in what the server has now. */
  refresh(): Promise<void>
}

export interface Knowledge {
  /** What the articles say that the person may read. Nothing is asked for an empty query. */
  search(query: string, options?: SearchOptions): SearchResults
  /** Articles that may help on a page. */
  suggest(options: SuggestOptions): SearchResults
  /** An article by its name, of those that are searched here: for reading without a network. */
  kept(slug: string, locale?: string): Promise<KeptArticle | undefined>
}
