import { isSingle, isWord, nearest, partings } from './expand.ts'
import { fold } from './fold.ts'
import { stem } from './stem.ts'
import { type Token, tokenize } from './tokenizer.ts'
import type { Vocabulary } from './vocabulary.ts'

/** A term that a document must have; `begins`: or any that begins so. */
export interface SoughtTerm {
  readonly term: string
  readonly begins: boolean
}

/** Terms that a document must have together. */
export type Together = readonly SoughtTerm[]

/** One thing that a query asks for: a document meets it that has everything of any one of these. */
export interface Demand {
  readonly written: readonly Together[]
  /** What may be repaired where nobody has it as it was written. */
  readonly word: string | undefined
}

/** With these a name goes on that is another one without them. */
const sign = /[+#]$/
/** What is left of an ending, however much of it was typed: whoever types "generat" is on the way to "gener" by its stem. */
const endings = tailsOf(
  'ational ation ator tional ization izer ousness alism alities iveness ivity ability fulness icate icity ical ative alize ness ' +
    'ances ences able ible ements ments ents ions ism ates ities ous ives izes ings ed es s ly ies y',
)

function tailsOf(suffixes: string): readonly string[] {
  const tails = suffixes.split(' ').flatMap((suffix) => [...suffix].map((_, from) => suffix.slice(from)))
  return [...new Set(tails)]
}

/**
 * What a document has to have for a list that is narrowed by a query: all of it, each word as it was written or as it may
 * go on. Whether a document meets a demand depends on that document alone.
 *
 * @param query in simplified characters, where the documents are
 * @param synonyms groups of words that mean the same
 */
export function demandsOf(query: string, synonyms: readonly (readonly string[])[] = []): readonly Demand[] {
  const demands = new Map<string, Demand>()
  const tokens = tokenize(query)
  const wholes = tokens.filter(({ whole }) => whole)
  const parts = tokens.filter(({ whole }) => !whole)
  for (const token of wholes) if (sign.test(token.term)) demands.set(token.term, exactly(token.term))
  const meant = meanings(parts, synonyms)
  let before: Token | undefined
  for (const token of parts) {
    const word = wordOf(query, token)
    // A code is found by its parts, and those are found by the code however it was joined.
    const around = wholes.filter(({ start, end }) => start <= token.start && token.end <= end)
    const written: Together[] = [...waysOf(token.term, word), ...around.map(({ term }) => [goingOn(term)])]
    written.push(...(meant.get(token) ?? []))
    if (before && before.end + 1 === token.start) {
      // "data base" is "database".
      const joined = stem(wordOf(query, before) + word)
      const earlier = demands.get(before.term)
      if (isWord(joined) && earlier) {
        written.push([{ term: joined, begins: false }])
        demands.set(before.term, { ...earlier, written: [...earlier.written, [{ term: joined, begins: false }]] })
      }
    }
    // Another number is another code.
    const isName = around.some(({ term }) => /\p{N}/u.test(term) || sign.test(term))
    demands.set(token.term, { written, word: isWord(word) && !isName ? word : undefined })
    before = token
  }
  return [...demands.values()]
}

/** What a word may have been meant for: what is one edit away, or two words without the space between them. */
export function repairsOf(word: string, vocabulary: Pick<Vocabulary, 'count'>): readonly Together[] {
  const exact = (term: string): SoughtTerm => ({ term, begins: false })
  return [
    ...nearest(word, vocabulary).map((term) => [exact(term)]),
    ...partings(word)
      .filter((parts) => parts.every((part) => vocabulary.count(part) > 0))
      .map((parts) => parts.map(exact)),
  ]
}

const wordOf = (query: string, { start, end }: Token): string => fold(query.slice(start, end)).replace(/['’](s$)?/g, '')

const exactly = (term: string): Demand => ({ written: [[{ term, begins: false }]], word: undefined })
const goingOn = (term: string): SoughtTerm => ({ term, begins: true })

/** A word as it stands, and as it may go on. */
function waysOf(term: string, word: string): Together[] {
  if ([...word].length === 1 && !isSingle(word)) return [[{ term, begins: false }]]
  // Of scripts without spaces a term is two characters, and each of them begins one.
  if (!/^[a-z]+$/.test(word)) return [[goingOn(term)]]
  const stems = new Set([term, ...(word.length < 4 ? [] : endings.map((ending) => stem(word + ending)))])
  const others = [...stems].filter((each) => !each.startsWith(word))
  return [[goingOn(word)], ...others.map((each) => [{ term: each, begins: false }])]
}

/** What the synonyms say of each token. */
function meanings(tokens: readonly Token[], groups: readonly (readonly string[])[]): Map<Token, Together[]> {
  const found = new Map<Token, Together[]>()
  for (const group of groups) {
    for (const words of group) {
      const wanted = tokenize(words).filter(({ whole }) => !whole)
      if (wanted.length === 0) continue
      for (const at of tokens.keys()) {
        const named = tokens.slice(at, at + wanted.length)
        if (!wanted.every(({ term }, offset) => named[offset]?.term === term)) continue
        // Each of its words is met by the whole of another, so that all of them are met together.
        const others = group.filter((other) => other !== words).map(together)
        for (const token of named) found.set(token, [...(found.get(token) ?? []), ...others])
      }
    }
  }
  return found
}

const together = (words: string): Together =>
  tokenize(words)
    .filter(({ whole, term }) => !whole || sign.test(term))
    .map(({ term }) => ({ term, begins: false }))
