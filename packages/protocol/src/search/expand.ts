import { fold } from './fold.ts'
import { stem } from './stem.ts'
import { type Token, tokenize } from './tokenizer.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Terms that stand for one of the query, each with the share that it counts. */
export type Group = Map<string, number>

export interface ExpandOptions {
  /** Whether the last word may be unfinished. */
  readonly typing?: boolean
  /** By word, or words in a row: what is meant as well. */
  readonly synonyms?: ReadonlyMap<string, readonly string[]>
}

/** What counts less than what was typed. */
const shares = { synonym: 0.9, repaired: 0.8, begun: 0.7, ending: 0.6 }
/** How many ways an unfinished word goes on. */
const mostContinuations = 24
const longestRepaired = 24

export const isSingle = (term: string) => /^\P{M}\p{M}*$/u.test(term) && !/^[\p{sc=Latin}\p{N}]/u.test(term)
export const isWord = (term: string) => /^\p{L}[\p{L}\p{M}]{3,}$/u.test(term) && !/[\u2e80-\uffff]/.test(term)

/** What to look for: one group for each thing that was asked for, in the order of the query. */
export function expand(query: string, vocabulary: Vocabulary, { typing, synonyms }: ExpandOptions): Group[] {
  const groups = new Map<string, Group>()
  const typed = query.trimEnd().length
  let before: { group: Group; token: Token; word: string } | undefined
  const tokens = tokenize(query)
  const meant = meanings(tokens, synonyms)
  for (const token of tokens) {
    const { term } = token
    const word = fold(query.slice(token.start, token.end))
    const group: Group = groups.get(term) ?? new Map()
    groups.set(term, group)
    const add = (each: string, share: number) => group.set(each, Math.max(share, group.get(each) ?? 0))
    const unknown = vocabulary.count(term) === 0
    if (!unknown) add(term, 1)
    for (const other of meant.get(token) ?? []) add(other, shares.synonym)
    if (isSingle(term)) for (const pair of vocabulary.withPrefix(term, Infinity)) add(pair, 1)
    const unfinished = typing === true && token.end === typed
    if (unfinished) {
      for (const longer of vocabulary.withPrefix(word, mostContinuations)) add(longer, shares.begun)
      if (group.size === 0) for (const stemmed of beginnings(word, vocabulary)) add(stemmed, shares.begun)
    }
    if (before !== undefined && before.token.end + 1 === token.start) {
      // "data base" is "database".
      const joined = stem(before.word + word)
      if (isWord(joined) && vocabulary.count(joined) > 0) for (const each of [group, before.group]) each.set(joined, 1)
    }
    if (unknown && group.size === 0 && !token.whole && isWord(word)) {
      const near = nearest(word, vocabulary)
      // What is meant is likely what is frequent, though what is rare weighs more when it is found.
      const most = Math.max(...near.map((each) => vocabulary.count(each)))
      for (const each of near) add(each, shares.repaired * Math.sqrt(vocabulary.count(each) / most))
      // Each part would count as something that was asked for: only where it is no error in a single letter.
      const parts = near.length > 0 ? undefined : split(word, vocabulary)
      if (parts !== undefined) {
        add(parts[0], shares.repaired)
        groups.set(`${term} `, new Map([[parts[1], shares.repaired]]))
      }
      if (group.size === 0) for (const stemmed of beginnings(word, vocabulary)) add(stemmed, shares.ending)
    }
    before = { group, token, word }
  }
  return [...groups.values()]
}

/**
 * The known terms of all words one edit away. It is words that are mistyped and stems that are known: a stem next to that of
 * the mistyped word is not enough, since an error keeps the stemmer from taking off what it takes off otherwise.
 */
export function nearest(word: string, vocabulary: Pick<Vocabulary, 'count'>): readonly string[] {
  const found = new Set<string>()
  // What is longer is no word, and has too many beside it.
  for (let at = 0; at <= word.length && word.length <= longestRepaired; at++) {
    const before = word.slice(0, at)
    const after = word.slice(at + 1)
    const look = (behind: string) => found.add(stem(before + behind))
    look(after)
    if (after) look(after[0]! + word[at] + after.slice(1))
    for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
      look(letter + after)
      look(letter + word.slice(at))
    }
  }
  return [...found].filter((each) => vocabulary.count(each) > 0).sort()
}

/** What the synonyms say of each token of a query, as terms. */
function meanings(tokens: readonly Token[], synonyms: ExpandOptions['synonyms']): Map<Token, string[]> {
  const found = new Map<Token, string[]>()
  for (const [words, others] of synonyms ?? []) {
    const wanted = tokenize(words)
    for (const at of tokens.keys()) {
      const named = tokens.slice(at, at + wanted.length)
      if (!wanted.every(({ term }, offset) => named[offset]?.term === term)) continue
      const terms = others.flatMap((other) => tokenize(other).map(({ term }) => term))
      for (const token of named) found.set(token, [...(found.get(token) ?? []), ...terms])
    }
  }
  return found
}

/** The longest known term that a word begins with: its stem, when the typing error, or the caret, is in its ending. */
function beginnings(word: string, vocabulary: Vocabulary): string[] {
  for (let length = word.length - 1; length >= Math.max(3, word.length - 6); length--) {
    const term = word.slice(0, length)
    if (vocabulary.count(term) > 0) return [term]
  }
  return []
}

/** The two words of which the space between was left out; where there are several, the most frequent ones. */
function split(word: string, vocabulary: Vocabulary): [string, string] | undefined {
  let best: [string, string] | undefined
  let most = 0
  for (const parts of partings(word)) {
    const count = Math.min(...parts.map((part) => vocabulary.count(part)))
    if (count > most) {
      best = parts
      most = count
    }
  }
  return best
}

/** The pairs of words that a word may be made of, by their stems. */
export const partings = (word: string): readonly [string, string][] =>
  Array.from({ length: Math.max(0, word.length - 3) }, (_, at) => [
    stem(word.slice(0, at + 2)),
    stem(word.slice(at + 2)),
  ])
