import { ByteWriter } from './bytes.ts'
import { leadFlag, leadLength, type SearchDocument, titleFields, version } from './document.ts'
import { quantized } from './lengths.ts'
import { tokenize } from './tokenizer.ts'

type Postings = Map<string, Map<number, number>>

/** The two tiers of a segment; the body tier is of no use without the other. */
export interface SegmentBytes {
  readonly titles: Uint8Array
  readonly bodies: Uint8Array
}

/**
 * Writes the index of some documents. The same documents give the same bytes, in whatever order they come, so that a
 * digest of the bytes can be their name.
 *
 * @param simplify Traditional characters to simplified ones, one for one.
 */
export function writeSegment(documents: Iterable<SearchDocument>, simplify = (text: string) => text): SegmentBytes {
  const sorted = [...documents].sort((one, other) => (one.id < other.id ? -1 : 1))
  const inTitles: Postings = new Map()
  const inBodies: Postings = new Map()
  const lengths = [0, 1, 2, 3].map(() => new Uint8Array(sorted.length))
  const count = (postings: Postings, term: string, at: number, add: (before: number) => number) => {
    const found = postings.get(term) ?? new Map<number, number>()
    if (found.size === 0) postings.set(term, found)
    found.set(at, add(found.get(at) ?? 0))
  }
  for (const [at, document] of sorted.entries()) {
    for (const [field, name] of titleFields.entries()) {
      const texts = [document[name] ?? []].flat()
      let length = 0
      for (const { term } of texts.flatMap((text) => tokenize(simplify(text), true))) {
        length += 1
        const shift = field * 2
        count(inTitles, term, at, (before) => (((before >> shift) & 3) === 3 ? before : before + (1 << shift)))
      }
      lengths[field]![at] = quantized(length)
    }
    let length = 0
    for (const { term } of tokenize(simplify(document.body ?? ''), true)) {
      const first = length < leadLength ? leadFlag : 0
      length += 1
      count(inBodies, term, at, (before) => first | Math.min(before + 1, before | (leadFlag - 1)))
    }
    lengths[3]![at] = quantized(length)
  }

  const titles = new ByteWriter()
  titles.number(version)
  titles.number(sorted.length)
  titles.text(sorted.map(({ id }) => id).join('\n'))
  titles.text(JSON.stringify(sorted.map(({ facts }) => facts ?? 0)))
  for (const field of lengths.slice(0, 3)) titles.block(field)
  writePostings(titles, inTitles)
  const bodies = new ByteWriter()
  bodies.number(version)
  bodies.block(lengths[3]!)
  writePostings(bodies, inBodies)
  return { titles: titles.finish(), bodies: bodies.finish() }
}

/** Terms front-coded, documents as distances; like beside like, which is what compresses well. */
function writePostings(to: ByteWriter, postings: Postings) {
  const terms = [...postings.keys()].sort()
  const shared = new ByteWriter()
  const rest = new ByteWriter()
  const counts = new ByteWriter()
  const distances = new ByteWriter()
  const values = new ByteWriter()
  let text = ''
  let before = ''
  for (const term of terms) {
    let same = 0
    while (same < term.length && term[same] === before[same]) same += 1
    shared.number(same)
    rest.number(term.length - same)
    text += term.slice(same)
    before = term
    const found = postings.get(term)!
    counts.number(found.size)
    let last = -1
    // Documents were counted in their order.
    for (const [document, value] of found) {
      distances.number(document - last - 1)
      values.byte(value)
      last = document
    }
  }
  to.number(terms.length)
  for (const block of [shared, rest]) to.block(block.finish())
  to.text(text)
  for (const block of [counts, distances, values]) to.block(block.finish())
}
