import type { Inline } from '@aftercare/protocol/content'

/** Where a line stands: it decides what has to be escaped. */
export type LinePlace = 'paragraph' | 'heading' | 'cell'

/** A piece of what is written: words, whose outer characters may be written as references, or signs. */
type Piece =
  | { readonly kind: 'words'; readonly letters: string[] }
  | { readonly kind: 'signs'; readonly text: string }
  | { readonly kind: 'open' | 'close'; readonly text: '*' | '_' | '**' }
  | { readonly kind: 'break' }

/** Writes a line as Markdown that is read as the same line again. */
export function printLine(line: readonly Inline[], place: LinePlace): string {
  const pieces: Piece[] = []
  write(line, pieces, { marked: false, place })
  guardEdges(pieces)
  guardMarks(pieces)
  let text = ''
  let lineStart = true
  for (const piece of pieces) {
    if (piece.kind === 'break') text += '\\\n'
    else if (piece.kind === 'words') text += wordsAt(piece.letters, lineStart, place)
    else text += piece.text
    lineStart = piece.kind === 'break'
  }
  return text
}

function write(line: readonly Inline[], pieces: Piece[], around: { marked: boolean; place: LinePlace }): void {
  for (const [index, node] of line.entries()) {
    switch (node.type) {
      case 'text':
        pieces.push({ kind: 'words', letters: [...node.text] })
        break
      case 'codeText':
        pieces.push({ kind: 'signs', text: codeText(node.text, around.place) })
        break
      case 'break':
        pieces.push({ kind: 'break' })
        break
      case 'image':
        pieces.push({ kind: 'signs', text: `![${escaped([...node.alt]).join('')}](file:${node.file})` })
        break
      case 'link':
        pieces.push({ kind: 'signs', text: '[' })
        write(node.children, pieces, around)
        pieces.push({ kind: 'signs', text: `](${destination(node.url)})` })
        break
      default: {
        const text = node.type === 'strong' ? '**' : signOf(line, index, node.children, around.marked)
        pieces.push({ kind: 'open', text })
        write(node.children, pieces, { ...around, marked: true })
        pieces.push({ kind: 'close', text })
      }
    }
  }
}

/** Beside or inside other marks an emphasis is written `_`, as the stars of both would run together. */
function signOf(line: readonly Inline[], index: number, children: readonly Inline[], marked: boolean): '*' | '_' {
  const beside = [line[index - 1], line[index + 1]].some((node) => node?.type === 'strong' || node?.type === 'emphasis')
  return marked || beside || children.some(hasMark) ? '_' : '*'
}

const hasMark = (node: Inline): boolean =>
  node.type === 'strong' || node.type === 'emphasis' || (node.type === 'link' && node.children.some(hasMark))

const reference = (letter: string): string => `&#x${letter.codePointAt(0)!.toString(16)};`
const isReference = (letter: string): boolean => letter.length > 2 && letter.startsWith('&#x')

/** White space at the ends of a line would be taken off. */
function guardEdges(pieces: readonly Piece[]): void {
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind !== 'words') continue
    const { letters } = piece
    const [before, after] = [pieces[index - 1], pieces[index + 1]]
    if ((!before || before.kind === 'break') && /^\s/.test(letters[0]!)) letters[0] = reference(letters[0]!)
    if ((!after || after.kind === 'break') && /^\s/.test(letters.at(-1)!)) {
      letters[letters.length - 1] = reference(letters.at(-1)!)
    }
  }
}

/**
 * A mark only opens and closes beside the right characters (CommonMark 0.31 §6.2: flanking). Where these are not there,
 * a neighbour is written as a reference, which counts as punctuation. Each reference can make others needed.
 */
function guardMarks(pieces: readonly Piece[]): void {
  for (let changed = true; changed; ) {
    changed = false
    for (const [index, piece] of pieces.entries()) {
      if (piece.kind !== 'open' && piece.kind !== 'close') continue
      const [inner, outer] = piece.kind === 'open' ? [1, -1] : [-1, 1]
      const inside = edge(pieces[index + inner], inner === 1)
      const outside = edge(pieces[index + outer], outer === 1)
      if (inside && /^\s/.test(inside.letter)) {
        inside.encode()
        changed = true
      }
      const bare = inside ? !isReference(inside.letter) && !/^[\p{P}\p{S}]/u.test(inside.letter) : false
      if ((piece.text !== '_' && bare) || !outside || isReference(outside.letter)) continue
      if (/^[\p{P}\s]$/u.test(outside.letter) && outside.letter !== '\ufeff') continue
      outside.encode()
      changed = true
    }
  }
}

/** The character of words that touches a mark; undefined where signs do, which are punctuation, or nothing does. */
function edge(piece: Piece | undefined, first: boolean): { readonly letter: string; encode(): void } | undefined {
  if (piece?.kind !== 'words') return undefined
  const { letters } = piece
  const at = first ? 0 : letters.length - 1
  return {
    letter: letters[at]!,
    encode() {
      letters[at] = reference(letters[at]!)
    },
  }
}

function wordsAt(letters: readonly string[], lineStart: boolean, place: LinePlace): string {
  const safe = escaped(letters)
  if (place === 'heading') return safe.map((letter) => (letter === '#' ? '\\#' : letter)).join('')
  const text = safe.join('')
  if (!lineStart) return text
  // What would begin a list, a heading, a quote, a table or an underline.
  return text.replace(/^(\d{1,9})([.)])/, '$1\\$2').replace(/^[#+\-=>:]/, '\\$&')
}

const always = new Set('\\`*_[]<|~')

function escaped(letters: readonly string[]): string[] {
  return letters.map((letter, index) => {
    const next = letters[index + 1]
    if (always.has(letter)) return `\\${letter}`
    if (letter === '&' && (next === undefined || /^[#a-z]/i.test(next))) return '\\&'
    return letter === '!' && next === undefined ? '\\!' : letter
  })
}

function codeText(text: string, place: LinePlace): string {
  const runs = new Set((text.match(/`+/g) ?? []).map((run) => run.length))
  let length = 1
  while (runs.has(length)) length++
  const fence = '`'.repeat(length)
  const padded = /^`|`$|^ .+ $/.test(text)
  const inside = padded ? ` ${text} ` : text
  // A table is cut into cells before its cells are read.
  return fence + (place === 'cell' ? inside.replaceAll('|', '\\|') : inside) + fence
}

/** Addresses hold no white space, angle or square brackets; parentheses would end one, and references be resolved. */
export function destination(url: string): string {
  const safe = url.replace(/&(?=#|[a-z])/gi, '&amp;').replaceAll('\\', '%5C')
  return /[()]/.test(safe) ? `<${safe}>` : safe
}
