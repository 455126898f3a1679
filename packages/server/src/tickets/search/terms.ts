/** A term that a text must have; `prefix`: or one that begins with it. */
export interface WantedTerm {
  readonly term: string
  readonly prefix: boolean
}

const han = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}'
const runs = new RegExp(`[${han}]+|(?:(?![${han}])[\\p{L}\\p{N}\\p{M}])+`, 'gu')
const isHan = new RegExp(`^[${han}]`, 'u')

/** Longer words are found by their beginning. Code points. */
const longestTerm = 40
/** Of a longer text the rest is not looked through; 20 000 characters of ordinary text stay far under it. */
const mostTerms = 4_000
/** More words in a question narrow no further. */
const mostWanted = 20

/**
 * What a text can be found by: its words in lower case, and of Chinese, which has no blanks, each two neighbouring
 * characters, so that any part of a text is found without knowing where its words begin.
 */
export function termsOf(...texts: readonly string[]): ReadonlySet<string> {
  const terms = new Set<string>()
  for (const text of texts) {
    for (const run of runsOf(text)) {
      if (terms.size >= mostTerms) return terms
      if (!isHan.test(run)) terms.add(cut(run))
      else for (const term of [...pairsOf(run), lastOf(run)]) terms.add(term)
    }
  }
  return terms
}

/** What a question asks for: words by their beginnings, Chinese by all its pairs of neighbours. */
export function wantedTerms(question: string): readonly WantedTerm[] {
  const wanted = new Map<string, WantedTerm>()
  for (const run of runsOf(question)) {
    const single = lastOf(run) === run
    if (!isHan.test(run)) wanted.set(run, { term: cut(run), prefix: !single })
    else if (single) wanted.set(run, { term: run, prefix: true })
    else for (const term of pairsOf(run)) wanted.set(term, { term, prefix: false })
  }
  return [...wanted.values()].slice(0, mostWanted)
}

const runsOf = (text: string): readonly string[] => text.normalize('NFKC').toLowerCase().match(runs) ?? []
const cut = (word: string): string => (word.length > longestTerm ? [...word].slice(0, longestTerm).join('') : word)
const lastOf = (run: string): string => [...run].at(-1) ?? ''

function pairsOf(run: string): readonly string[] {
  const characters = [...run]
  return characters.slice(1).map((character, index) => characters[index] + character)
}
