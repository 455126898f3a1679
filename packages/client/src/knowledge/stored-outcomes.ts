import type { SearchOutcome } from '@aftercare/protocol'

/** Where outcomes wait until they are told, each page's for itself. */
export const outcomesPrefix = 'search/outcomes/'

/** Older than this they are nobody's news. Milliseconds. */
const longest = 7 * 24 * 3_600_000

/** What is told at once, under an id by which it is taken once. */
export interface StoredBatch {
  readonly version: 1
  readonly id: string
  /** When something of it happened last. Milliseconds since the epoch. */
  readonly at: number
  readonly searches: SearchOutcome[]
}

/** What a page left; undefined where it is too old, or of another shape. The server checks each search of it. */
export function batchIn(value: unknown, now: number): StoredBatch | undefined {
  const { version, id, at, searches } = (value ?? {}) as { readonly [Name in keyof StoredBatch]?: unknown }
  if (version !== 1 || typeof id !== 'string' || typeof at !== 'number' || !Array.isArray(searches)) return undefined
  return now - at < longest ? { version, id, at, searches } : undefined
}
