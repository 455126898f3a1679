import { fold } from './fold.ts'
import { stem } from './stem.ts'

/** A term and where it stands in the original text, in UTF-16 units, the end excluded. */
export interface Token {
  readonly term: string
  readonly start: number
  readonly end: number
  /** Made of several parts, which are tokens as well. */
  readonly whole?: boolean
}

/** Scripts that put no space between words. */
const unspaced =
  '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}ーｰﾞﾟ'
const letter = `(?:(?![${unspaced}])[\\p{L}\\p{N}\\p{M}])`
/** What may stand inside an identifier, a version number or a compound word, also in full width. */
const joiner = "[._\\-/:@+&'’．＿－／：＠＋＆]"
const pieces = new RegExp(`[${unspaced}\\p{M}]+|${letter}+(?:${joiner}${letter}+)*(?:\\+\\+|#)?`, 'gu')
const characters = /.[\p{M}ﾞﾟ]*/gsu
/** Numbers, also with a unit behind them, versions, and words. */
const parts = /[vV]?\p{N}+(?:[^\p{L}\p{N}]\p{N}+)*(?=\p{L}{0,3}(?![\p{L}\p{N}]))|(?:[\p{L}\p{N}\p{M}]|['’])+/gu
const isUnspaced = new RegExp(`^[${unspaced}]`, 'u')

/** What is longer is an address rather than a name: its parts will do. In UTF-16 units. */
const longestWhole = 48

/** Of a number with dots so many parts make terms of their own: each one more would repeat all that is before it. */
const mostNumbers = 6

/**
 * Cuts a text into terms: folded words, English ones by their stem; pairs of characters where a script has no spaces;
 * identifiers, error codes and version numbers whole, and their parts besides. Tokens may overlap.
 *
 * @param tails Whether the last character of an unspaced run is a term as well, so that each is found alone.
 */
export function tokenize(text: string, tails = false): Token[] {
  const tokens: Token[] = []
  for (const piece of text.matchAll(pieces)) {
    if (isUnspaced.test(piece[0])) pairs(piece[0], piece.index, tails, tokens)
    else words(piece[0], piece.index, tokens)
  }
  return tokens
}

function pairs(run: string, offset: number, tails: boolean, tokens: Token[]) {
  const found = [...run.matchAll(characters)]
  for (const [at, character] of found.entries()) {
    const next = found[at + 1]
    if (next === undefined && found.length > 1 && !tails) return
    tokens.push({
      term: fold(character[0] + (next?.[0] ?? '')),
      start: offset + character.index,
      end: offset + (next ?? character).index + (next ?? character)[0].length,
    })
  }
}

function words(piece: string, offset: number, tokens: Token[]) {
  const push = (term: string, start: number, length: number, whole = false) =>
    tokens.push({ term, start: offset + start, end: offset + start + length, whole })
  const found = [...piece.matchAll(parts)]
  for (const part of found) {
    // v4.2 is 4.2.
    const word = fold(part[0]).replace(/['’](s$)?|^v(?=\p{N}+[^\p{L}\p{N}])/gu, '')
    if (/^\p{N}/u.test(word) && /[^\p{L}\p{N}]/u.test(word)) {
      // 7.4.2 is found by 7.4 as well.
      const numbers = word.split(/[^\p{L}\p{N}]/u)
      for (let count = 2; count <= Math.min(numbers.length, mostNumbers); count++) {
        push(numbers.slice(0, count).join('.'), part.index, part[0].length)
      }
    } else push(stem(word), part.index, part[0].length)
  }
  if (piece.length > longestWhole) return
  // C++ and C# are no C; ERR-1042, ERR_1042 and ERR1042 are one.
  const whole = /[+#]$/.test(piece) ? piece : found.map(([part]) => part).join('')
  if (whole === piece ? whole !== found.at(-1)?.[0] : /[\p{N}_.@＿．＠]/u.test(piece)) {
    push(fold(whole), 0, piece.length, true)
  }
}
