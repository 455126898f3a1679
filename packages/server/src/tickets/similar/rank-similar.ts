import { termsOf } from '../search/terms.ts'

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
  const own = [...termsOf(ticket.subject, ticket.description)]
  const others = candidates.map((candidate) => ({
    candidate,
    terms: termsOf(candidate.subject, candidate.description),
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
      return { candidate, likeness, shared: shared.slice(0, shownWords) }
    })
    .sort((a, b) => b.likeness - a.likeness)
}
