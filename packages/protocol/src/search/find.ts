import { boostFor, type Wish } from './boost.ts'
import type { SearchOptions, SearchResult } from './search-index.ts'
import type { Snippet } from './snippet.ts'

/** What both homes of the engine are asked. */
export interface Question extends Wish {
  readonly query: string
  readonly typing?: boolean | undefined
  readonly limit: number
}

/** What both homes know of a collection besides its index. */
export interface Knowledge {
  readonly newest: number
  /** Words that mean the same. */
  readonly synonyms: readonly (readonly string[])[]
}

export interface Found {
  readonly ids: readonly string[]
  readonly terms: ReadonlySet<string>
}

/**
 * Searches as both sides do, so that they find the same in the same order.
 *
 * @param simplify Loads the table of traditional characters, for a query that has one.
 */
export async function find(
  index: { search(query: string, options?: SearchOptions): SearchResult },
  { query, typing = false, limit, ...wish }: Question,
  { newest, synonyms }: Knowledge,
  simplify: () => Promise<(text: string) => string>,
): Promise<Found> {
  const options = { limit, typing, synonyms: synonymsOf(synonyms), boost: boostFor(wish, newest) }
  let found = index.search(query, options)
  if (found.strange) {
    const simple = (await simplify())(query)
    if (simple !== query) found = index.search(simple, options)
  }
  return { ids: found.hits.filter(({ score }) => score > 0).map(({ id }) => id), terms: found.terms }
}

/** What each of some groups of words stands for besides. */
function synonymsOf(groups: readonly (readonly string[])[]): Map<string, string[]> {
  const all = new Map<string, string[]>()
  for (const group of groups)
    for (const word of group) all.set(word, [...(all.get(word) ?? []), ...group.filter((other) => other !== word)])
  return all
}

/** A snippet as a reader's page shows it: pieces that were found, and what is between them. */
export function partsOf({ text, highlights, cut: [before, behind] }: Snippet): { text: string; found: boolean }[] {
  const parts: { text: string; found: boolean }[] = []
  const add = (piece: string, found: boolean) => {
    if (piece !== '') parts.push({ text: piece, found })
  }
  let at = 0
  if (before) add('… ', false)
  for (const [start, end] of highlights) {
    add(text.slice(at, start), false)
    add(text.slice(start, end), true)
    at = end
  }
  // A dot that separates parts of a text separates nothing at its end.
  add(behind ? text.slice(at).replace(/[ ·]*$/, ' …') : text.slice(at), false)
  return parts
}
