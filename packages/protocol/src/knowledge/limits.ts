import { contentLimits } from '../content/limits.ts'

/** Bounds of an article, in Unicode code points and numbers of things. */
export const articleLimits = {
  title: 200,
  body: contentLimits.length,
  slug: 100,
  keyword: 60,
  keywords: 30,
  product: 200,
  version: 60,
  related: 20,
  /** What somebody says of an article that did not help. */
  comment: 2_000,
  /** Why a text is sent back. */
  reason: 2_000,
  /** What somebody looks for. */
  question: 200,
  /** Of one search, as it is told; and what is kept of it. */
  query: 1_000,
  searchedFor: 200,
  /** Searches that are told at once. */
  outcomes: 50,
  /** Bytes of a request that carries a text. */
  requestBytes: 1024 * 1024,
} as const
