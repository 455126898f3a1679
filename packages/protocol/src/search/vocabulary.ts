import { lowerBound, type Postings } from './segment.ts'

/** Behind every letter that a term may go on with. */
const last = '\uffff'

/** Where the terms end that begin so. */
export const endOf = (terms: readonly string[], prefix: string, from = 0): number =>
  lowerBound(terms, prefix + last, from)

/** The terms of all segments that are searched as one. */
export class Vocabulary {
  readonly #tiers: readonly Postings[]

  constructor(tiers: readonly Postings[]) {
    this.#tiers = tiers
  }

  /** In how many documents a term is, those counted twice that have it in title and body; 0 when it is unknown. */
  count(term: string): number {
    let count = 0
    for (const { terms, counts } of this.#tiers) {
      const index = lowerBound(terms, term)
      if (terms[index] === term) count += counts[index]!
    }
    return count
  }

  /** Whether any term begins so. */
  begins(prefix: string): boolean {
    return this.#tiers.some(({ terms }) => terms[lowerBound(terms, prefix)]?.startsWith(prefix))
  }

  /** The terms that begin so, the most frequent first. */
  withPrefix(prefix: string, limit: number): string[] {
    const found = new Map<string, number>()
    for (const { terms, counts } of this.#tiers) {
      const end = endOf(terms, prefix)
      for (let index = lowerBound(terms, prefix); index < end; index++) {
        found.set(terms[index]!, (found.get(terms[index]!) ?? 0) + counts[index]!)
      }
    }
    return [...found.keys()]
      .sort((one, other) => found.get(other)! - found.get(one)! || (one < other ? -1 : 1))
      .slice(0, limit)
  }
}
