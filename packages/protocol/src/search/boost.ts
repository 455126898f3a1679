import type { DocumentFacts } from './document.ts'

/** What whoever searches is about. */
export interface Wish {
  readonly locale?: string | undefined
  readonly product?: string | undefined
  /** The key of a version. */
  readonly version?: string | undefined
  /** Nothing of another kind is found. */
  readonly kind?: string | undefined
}

const day = 86_400_000
/** From here on it no longer counts how old something is. */
const old = 730 * day

/**
 * By what a score is multiplied: what suits the product, the version and the language comes before what does not, what
 * is new and has helped a little before what is old and has not. 0 for what is not to be found at all.
 *
 * @param newest `updatedAt` of the newest document: no clock is asked, so that everybody counts alike.
 */
export function boostFor({ locale, product, version, kind }: Wish, newest: number): (facts: DocumentFacts) => number {
  return (facts) => {
    if (kind !== undefined && facts.kind !== kind) return 0
    let boost = 1
    if (product !== undefined && facts.products) boost *= facts.products.includes(product) ? 1.3 : 0.4
    if (version !== undefined && facts.versions) {
      const [first, last] = facts.versions
      const holds = (first === null || first <= version) && (last === null || version <= last)
      boost *= holds ? 1.2 : 0.4
    }
    if (locale !== undefined && facts.locale !== undefined && languageOf(facts.locale) !== languageOf(locale))
      boost *= 0.7
    if (facts.updatedAt !== undefined) boost *= 1 + 0.1 * Math.max(0, 1 - (newest - facts.updatedAt) / old)
    // Halfway is as good as unknown.
    return boost * (0.9 + 0.2 * (facts.helpful ?? 0.5))
  }
}

const languageOf = (locale: string): string => locale.toLowerCase().split('-')[0]!
