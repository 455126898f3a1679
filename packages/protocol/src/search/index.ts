// The search that both sides share: tokenizer, segments, engine. Loaded on need, apart from everything else.
export type { DocumentFacts, SearchDocument } from './document.ts'
export { LiveIndex } from './live-index.ts'
export { type Ranking, usualRanking } from './ranking.ts'
export { type Hit, SearchIndex, type SearchOptions, type SearchResult } from './search-index.ts'
export { readSegment, type Segment } from './segment.ts'
export { type SegmentBytes, writeSegment } from './segment-writer.ts'
export { type Snippet, snippet } from './snippet.ts'
export { type Token, tokenize } from './tokenizer.ts'
