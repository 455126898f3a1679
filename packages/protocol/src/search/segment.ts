import { ByteReader } from './bytes.ts'
import { type DocumentFacts, version } from './document.ts'

/** Terms in order, each with its documents; those of a term lie from its offset on. */
export interface Postings {
  readonly terms: readonly string[]
  readonly counts: Uint32Array
  /** Where the distances of each term begin, in bytes, and its values. */
  readonly distancesAt: Uint32Array
  readonly valuesAt: Uint32Array
  readonly distances: Uint8Array
  readonly values: Uint8Array
}

/** An index as it is searched. */
export interface Segment {
  readonly ids: readonly string[]
  readonly facts: readonly (DocumentFacts | 0)[]
  /** Bytes by field: title, headings, keywords, and body where it is loaded. */
  readonly lengths: readonly Uint8Array[]
  /** Titles, then bodies where they are loaded. */
  readonly tiers: readonly Postings[]
}

/**
 * Opens what `writeSegment` wrote. Nothing is copied: the bytes must not change afterwards.
 *
 * @throws RangeError when the bytes are of another version of the format.
 */
export function readSegment(titles: Uint8Array, bodies?: Uint8Array): Segment {
  const reader = opened(titles)
  const count = reader.number()
  const ids = reader.text().split('\n').slice(0, count)
  const facts = JSON.parse(reader.text()) as Segment['facts']
  const lengths = [reader.block(), reader.block(), reader.block()]
  const tiers = [readPostings(reader)]
  if (bodies !== undefined) {
    const more = opened(bodies)
    lengths.push(more.block())
    tiers.push(readPostings(more))
  }
  return { ids, facts, lengths, tiers }
}

function opened(bytes: Uint8Array): ByteReader {
  const reader = new ByteReader(bytes)
  if (reader.number() !== version) throw new RangeError('This index is of another version.')
  return reader
}

function readPostings(reader: ByteReader): Postings {
  const size = reader.number()
  const shared = new ByteReader(reader.block())
  const rest = new ByteReader(reader.block())
  const text = reader.text()
  const countOf = new ByteReader(reader.block())
  const distances = reader.block()
  const values = reader.block()
  const terms = new Array<string>(size)
  const counts = new Uint32Array(size)
  const distancesAt = new Uint32Array(size)
  const valuesAt = new Uint32Array(size)
  let term = ''
  let letter = 0
  let at = 0
  let value = 0
  for (let index = 0; index < size; index++) {
    const length = rest.number()
    term = term.slice(0, shared.number()) + text.slice(letter, letter + length)
    letter += length
    terms[index] = term
    distancesAt[index] = at
    valuesAt[index] = value
    const count = countOf.number()
    counts[index] = count
    value += count
    for (let left = count; left > 0; at++) if (distances[at]! < 128) left -= 1
  }
  return { terms, counts, distancesAt, valuesAt, distances, values }
}

/** The first index whose term is not before `term`. */
export function lowerBound(terms: readonly string[], term: string, from = 0, to = terms.length): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >>> 1
    if (terms[middle]! < term) low = middle + 1
    else high = middle
  }
  return low
}

/** Calls for each document of a term, in their order. */
export function eachPosting(postings: Postings, term: number, call: (document: number, value: number) => void) {
  const { distances, values } = postings
  let at = postings.distancesAt[term]!
  let document = -1
  const end = postings.valuesAt[term]! + postings.counts[term]!
  for (let value = end - postings.counts[term]!; value < end; value++) {
    let distance = 0
    for (let shift = 0; ; shift += 7) {
      const byte = distances[at++]!
      distance |= (byte & 127) << shift
      if (byte < 128) break
    }
    document += distance + 1
    call(document, values[value]!)
  }
}
