import { tokenize } from './tokenizer.ts'

export interface Snippet {
  readonly text: string
  /** What was found: UTF-16 units of `text`, the end excluded, in order and apart. */
  readonly highlights: readonly (readonly [start: number, end: number])[]
  /** Whether the text goes on before or behind. */
  readonly cut: readonly [before: boolean, behind: boolean]
}

/** So much of a text is looked through, in UTF-16 units: whoever searches waits for it. */
const longest = 8_000

type Span = [start: number, end: number]

const segmenter = typeof Intl === 'object' && 'Segmenter' in Intl ? new Intl.Segmenter() : undefined

/** Two of these are never one cluster: nobody need be asked, which takes longer than finding them. */
const apart = /^[ -~\u3001-\u3029\u3400-\u9fff]{2}$/

/** Where the grapheme cluster begins that this unit is of. */
function clusterStart(text: string, at: number): number {
  if (at <= 0 || at >= text.length) return Math.min(Math.max(at, 0), text.length)
  if (apart.test(text.slice(at - 1, at + 1))) return at
  if (segmenter !== undefined) return segmenter.segment(text).containing(at)!.index
  let start = at
  while (start > 0 && /^(?:\p{M}|\u200d|[\udc00-\udfff])/u.test(text.slice(start))) start -= 1
  return start
}

function clusterEnd(text: string, at: number): number {
  const start = clusterStart(text, at)
  if (start === at) return at
  const found = segmenter?.segment(text).containing(start)
  return found === undefined ? at : start + found.segment.length
}

/**
 * The part of a text that shows most of what was looked for, of its beginning where it is long. Neither it nor a highlight cuts a grapheme cluster.
 *
 * @param terms As `SearchIndex.search` returns them.
 * @param length At most so many UTF-16 units, but for the cluster at its end.
 * @param simplify Traditional characters to simplified ones, one for one.
 */
export function snippet(
  text: string,
  terms: ReadonlySet<string>,
  length = 160,
  simplify = (plain: string) => plain,
): Snippet {
  const found = tokenize(simplify(text.slice(0, longest)), true).filter(({ term }) => terms.has(term))
  let best = found[0]?.start ?? 0
  let most = 0
  for (const [index, { start }] of found.entries()) {
    const inside = new Set<string>()
    for (let next = index; next < found.length && found[next]!.end <= start + length * 0.8; next++) {
      inside.add(found[next]!.term)
    }
    if (inside.size > most) {
      most = inside.size
      best = start
    }
  }
  const from = text.length <= length ? 0 : Math.max(0, Math.min(best - Math.floor(length * 0.2), text.length - length))
  const start = from === 0 ? 0 : wordStart(text, from, best)
  const end = clusterStart(text, wordEnd(text, Math.min(text.length, start + length), best))
  const highlights: Span[] = []
  for (const token of found) {
    if (token.start < start || token.end > end) continue
    const span: Span = [clusterStart(text, token.start) - start, clusterEnd(text, token.end) - start]
    const before = highlights.at(-1)
    if (before !== undefined && span[0] <= before[1]) before[1] = Math.max(before[1], span[1])
    else highlights.push(span)
  }
  return { text: text.slice(start, end), highlights, cut: [start > 0, end < text.length] }
}

/** Before the word that would be cut, if it begins soon before and behind what is to be shown, in a script with spaces. */
function wordEnd(text: string, to: number, after: number): number {
  if (!/^[\p{sc=Latn}\d]{2}$/u.test(text.slice(to - 1, to + 1))) return to
  const from = Math.max(after, to - 20)
  const space = text.slice(from, to).search(/\s\S*$/)
  return space > 0 ? from + space : to
}

/** Behind the next space, and the dot of `lineText` after it, if one comes soon and before what is to be shown. */
function wordStart(text: string, from: number, before: number): number {
  const space = text.slice(from, before).search(/\s[^\s·]/)
  return clusterStart(text, space >= 0 && space < 20 ? from + space + 1 : from)
}
