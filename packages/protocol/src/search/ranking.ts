/** How fields and lengths count (BM25F); how the numbers were found stands in decision 0050. */
export interface Ranking {
  /** How slowly a repeated term stops to count. */
  readonly k1: number
  /** What a term counts in title, headings, keywords and body, and besides where the body begins with it. */
  readonly weights: readonly [title: number, headings: number, keywords: number, body: number, lead: number]
  /** How much the length of title, headings, keywords and body counts, from 0 to 1. */
  readonly lengths: readonly [title: number, headings: number, keywords: number, body: number]
  /** How much it counts that all of the query is found, as a power of the share that is. */
  readonly coverage: number
}

export const usualRanking: Ranking = {
  k1: 5,
  weights: [14, 1.5, 5, 1, 1],
  lengths: [0.5, 0.2, 0.5, 0.3],
  coverage: 0.5,
}
