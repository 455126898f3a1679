import { arrange } from './arrange.ts'
import { ByteWriter } from './bytes.ts'
import { leadFlag, leadLength, type SearchDocument, titleFields, version } from './document.ts'
import { finished } from './in-steps.ts'
import { quantized } from './lengths.ts'
import { type Token, tokenize } from './tokenizer.ts'

/** The two tiers of a segment; the body tier is of no use without the other. */
export interface SegmentBytes {
  readonly titles: Uint8Array
  readonly bodies: Uint8Array
}

/** By term, what a tier says of it for one document. */
type Values = Map<string, number>

/**
 * Writes the index of some documents. The same documents give the same bytes, in whatever order they come, so that a
 * digest of the bytes can be their name.
 *
 * @param simplify Traditional characters to simplified ones, one for one.
 */
export function writeSegment(documents: Iterable<SearchDocument>, simplify?: (text: string) => string): SegmentBytes {
  return finished(writingSegment(documents, simplify))
}

/**
 * The same in steps of a few milliseconds, for whoever has others to let go first: hundreds of documents take longer than that.
 *
 * @param arranged whether like is put beside like, which takes as long as everything else and a tenth off the bytes
 */
export function* writingSegment(
  documents: Iterable<SearchDocument>,
  simplify = (text: string) => text,
  arranged = true,
): Generator<void, SegmentBytes> {
  const analysed: Analysed[] = []
  for (const each of documents) {
    analysed.push(yield* analysing(each, simplify))
    yield
  }
  return yield* writingAnalysed(analysed, arranged)
}

/** Writes what was analysed. */
export function* writingAnalysed(documents: Iterable<Analysed>, arranged: boolean): Generator<void, SegmentBytes> {
  const sorted = [...documents].sort((one, other) => (one.id < other.id ? -1 : 1))
  yield
  return yield* writeArranged(arranged ? yield* inOrder(sorted) : sorted)
}

function* inOrder(sorted: readonly Analysed[]): Generator<void, readonly Analysed[]> {
  const order = yield* arrange(sorted.map((each) => [...each.titles.keys(), ...each.bodies.keys()]))
  return order.map((at) => sorted[at]!)
}

function* writeArranged(arranged: readonly Analysed[]): Generator<void, SegmentBytes> {
  const lengths = (field: number) => Uint8Array.from(arranged, (each) => quantized(each.lengths[field]!))

  const titles = new ByteWriter()
  titles.number(version)
  titles.number(arranged.length)
  titles.text(arranged.map(({ id }) => id).join('\n'))
  titles.text(JSON.stringify(arranged.map(({ facts }) => facts ?? 0)))
  for (const field of titleFields.keys()) titles.block(lengths(field))
  yield
  yield* writePostings(
    titles,
    arranged.map((each) => each.titles),
  )
  const bodies = new ByteWriter()
  bodies.number(version)
  bodies.block(lengths(titleFields.length))
  yield* writePostings(
    bodies,
    arranged.map((each) => each.bodies),
  )
  return { titles: titles.finish(), bodies: bodies.finish() }
}

/** A document taken apart: what of it goes into a segment. */
export interface Analysed {
  readonly id: string
  readonly facts: SearchDocument['facts'] | undefined
  readonly lengths: readonly number[]
  readonly titles: Values
  readonly bodies: Values
}

/** In steps: of a long body each text is one. */
export function* analysing(document: SearchDocument, simplify = (text: string) => text): Generator<void, Analysed> {
  const titles: Values = new Map()
  const bodies: Values = new Map()
  const lengths = titleFields.map((name, field) => {
    const tokens = [document[name] ?? []].flat().flatMap((text) => tokenize(simplify(text), true))
    const shift = field * 2
    for (const { term } of tokens) {
      const before = titles.get(term) ?? 0
      if (((before >> shift) & 3) < 3) titles.set(term, before + (1 << shift))
    }
    return tokens.length
  })
  // A name in a long text is found by its parts; with a number in it, it is one of its kind.
  const tokens: Token[] = []
  for (const [at, text] of [document.body ?? []].flat().entries()) {
    if (at > 0) yield
    for (const token of tokenize(simplify(text), true))
      if (!token.whole || /[\d+#]/.test(token.term)) tokens.push(token)
  }
  const lead = tokens.length < leadLength * 5 ? 0 : leadLength
  for (const [at, { term }] of tokens.entries()) {
    const before = bodies.get(term) ?? 0
    bodies.set(term, (at < lead ? leadFlag : 0) | Math.min(before + 1, before | (leadFlag - 1)))
  }
  lengths.push(tokens.length)
  return { id: document.id, facts: document.facts, lengths, titles, bodies }
}

/** Terms front-coded, documents as distances; like beside like, which is what compresses well. */
function* writePostings(to: ByteWriter, documents: readonly Values[]): Generator<void> {
  const postings = new Map<string, [document: number, value: number][]>()
  /** By their first letter: to sort all terms of a segment at once takes too long for a step. */
  const terms = new Map<string, string[]>()
  for (const [document, values] of documents.entries()) {
    for (const [term, value] of values) {
      const found = postings.get(term)
      if (found !== undefined) {
        found.push([document, value])
        continue
      }
      postings.set(term, [[document, value]])
      const alike = terms.get(term.slice(0, 1))
      if (alike === undefined) terms.set(term.slice(0, 1), [term])
      else alike.push(term)
    }
    yield
  }
  const shared = new ByteWriter()
  const rest = new ByteWriter()
  const counts = new ByteWriter()
  const distances = new ByteWriter()
  const valuesOf = new ByteWriter()
  let text = ''
  let before = ''
  for (const letter of [...terms.keys()].sort()) {
    for (const term of terms.get(letter)!.sort()) {
      let same = 0
      while (same < term.length && term[same] === before[same]) same += 1
      shared.number(same)
      rest.number(term.length - same)
      text += term.slice(same)
      before = term
      const found = postings.get(term)!
      counts.number(found.length)
      let last = -1
      for (const [document, value] of found) {
        distances.number(document - last - 1)
        valuesOf.byte(value)
        last = document
      }
    }
    yield
  }
  to.number(postings.size)
  for (const block of [shared, rest]) to.block(block.finish())
  to.text(text)
  for (const block of [counts, distances, valuesOf]) to.block(block.finish())
}
