import { tokenize } from '@aftercare/protocol/search'
import { simplify } from '@aftercare/protocol/search/traditional'

interface Texts {
  readonly subject: string
  readonly description: string
}

export interface Likeness<Candidate> {
  readonly candidate: Candidate
  /** 0 to 1. */
  readonly likeness: number
  /** The rarest first. */
  readonly shared: readonly string[]
}

/** Words shown of what two tickets share. */
const shownWords = 8

/**
 * How much of a ticket's words others have as well. A word that nearly all of them have says little, one that only two
 * have says much (inverse document frequency). Pure.
 */
export function rankSimilar<Candidate extends Texts>(
  ticket: Texts,
  candidates: readonly Candidate[],
): readonly Likeness<Candidate>[] {
  const words = wordsOf(ticket)
  const own = [...words.keys()]
  const others = candidates.map((candidate) => ({
    candidate,
    terms: wordsOf(candidate),
  }))
  const weights = new Map(
    own.map((term) => [term, Math.log(1 + others.length / (1 + others.filter(({ terms }) => terms.has(term)).length))]),
  )
  const weigh = (terms: readonly string[]) => terms.reduce((sum, term) => sum + weights.get(term)!, 0)
  const whole = weigh(own)
  return others
    .map(({ candidate, terms }) => {
      const shared = own.filter((term) => terms.has(term)).sort((a, b) => weights.get(b)! - weights.get(a)!)
      const likeness = whole === 0 ? 0 : Math.round((weigh(shared) / whole) * 100) / 100
      return { candidate, likeness, shared: shared.slice(0, shownWords).map((term) => words.get(term)!) }
    })
    .sort((a, b) => b.likeness - a.likeness)
}

/** The terms of a ticket, each as it is written there. */
function wordsOf({ subject, description }: Texts): ReadonlyMap<string, string> {
  const words = new Map<string, string>()
  for (const text of [subject, description]) {
    for (const { term, start, end } of tokenize(simplify(text))) words.set(term, text.slice(start, end).toLowerCase())
  }
  return words
}
