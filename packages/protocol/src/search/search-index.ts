import { type DocumentFacts, leadFlag } from './document.ts'
import { type ExpandOptions, expand, type Group } from './expand.ts'
import { fold } from './fold.ts'
import { lengths as lengthOf } from './lengths.ts'
import { type Ranking, usualRanking } from './ranking.ts'
import { eachPosting, lowerBound, type Segment } from './segment.ts'
import { endOf, Vocabulary } from './vocabulary.ts'

export interface SearchOptions extends ExpandOptions {
  /** How many at most; 10 unless told. */
  readonly limit?: number
  /** By what a document's score is multiplied. */
  readonly boost?: (facts: DocumentFacts, id: string) => number
  readonly ranking?: Ranking
}

export interface Hit {
  readonly id: string
  readonly score: number
}

export interface SearchResult {
  /** The best first, equal ones by id. */
  readonly hits: readonly Hit[]
  /** What was looked for, repaired and completed, for the highlights. */
  readonly terms: ReadonlySet<string>
  /**
   * Whether the query has a Han character that no term has. It may be a traditional one: load the table, search again
   * with what it makes of the query.
   */
  readonly strange: boolean
}

interface Part {
  readonly segment: Segment
  readonly gone: Uint8Array
  /** Scratch: of the term, of the group, of the query, and what share of the query was found. */
  readonly term: Float32Array
  readonly group: Float32Array
  readonly total: Float32Array
  readonly found: Float32Array
}

/**
 * Segments searched as one: however documents are spread over segments, the order of hits is the same. A document
 * in a later segment takes the place of one with the same id in an earlier one.
 */
export class SearchIndex {
  #parts: Part[] = []
  readonly #places = new Map<string, readonly [part: Part, document: number]>()
  #vocabulary = new Vocabulary([])
  #norms: { ranking: Ranking; norms: Float32Array[] } | undefined

  add(segment: Segment) {
    const scratch = () => new Float32Array(segment.ids.length)
    const part: Part = {
      segment,
      gone: new Uint8Array(segment.ids.length),
      term: scratch(),
      group: scratch(),
      total: scratch(),
      found: scratch(),
    }
    for (const [document, id] of segment.ids.entries()) {
      this.remove(id)
      this.#places.set(id, [part, document])
    }
    // What has been replaced to the last document is of no more use.
    this.#parts = [...this.#parts.filter(({ gone }) => gone.includes(0)), part]
    this.#vocabulary = new Vocabulary(this.#parts.flatMap(({ segment: { tiers } }) => tiers))
    this.#norms = undefined
  }

  remove(id: string) {
    const place = this.#places.get(id)
    if (place === undefined) return
    place[0].gone[place[1]] = 1
    this.#places.delete(id)
    this.#norms = undefined
  }

  get size() {
    return this.#places.size
  }

  get vocabulary() {
    return this.#vocabulary
  }

  /** Calls for each document that has a term, or one that begins so; in no order, for some more than once. In steps. */
  *each(term: string, begins: boolean, call: (id: string) => void): Generator<void, void> {
    for (const { segment, gone } of this.#parts) {
      for (const tier of segment.tiers) {
        const from = lowerBound(tier.terms, term)
        const to = begins ? endOf(tier.terms, term, from) : from + Number(tier.terms[from] === term)
        for (let index = from; index < to; index++) {
          eachPosting(tier, index, (document) => {
            if (gone[document] === 0) call(segment.ids[document]!)
          })
        }
      }
      yield
    }
  }

  search(query: string, options: SearchOptions = {}): SearchResult {
    const ranking = options.ranking ?? usualRanking
    const groups = expand(query, this.#vocabulary, options)
    const touched = this.#parts.map((): number[] => [])
    const norms = this.#normsOf(ranking)
    let sum = 0
    for (const group of groups) sum += this.#score(group, ranking, norms, touched)
    const terms = new Set(groups.flatMap((group) => [...group.keys()]))
    const strange = (query.match(/\p{sc=Han}/gu) ?? []).some((character) => !this.#vocabulary.begins(fold(character)))
    return { hits: this.#best(touched, sum, ranking, options), terms, strange }
  }

  /** Adds what each document has of a group of terms that stand for one; returns what the group weighs. */
  #score(group: Group, ranking: Ranking, norms: readonly Float32Array[], touched: readonly number[][]): number {
    const ofGroup = this.#parts.map((): number[] => [])
    let weight = 0
    for (const [term, share] of group) {
      const ofTerm = this.#parts.map((part) => this.#weigh(part, term, ranking, norms))
      const frequency = ofTerm.reduce((count, documents) => count + documents.length, 0)
      if (frequency === 0) continue
      const rarity = Math.fround(Math.log(1 + (this.size - frequency + 0.5) / (frequency + 0.5)) * share)
      weight = Math.max(weight, rarity)
      for (const [index, part] of this.#parts.entries()) {
        for (const document of ofTerm[index]!) {
          const value = part.term[document]!
          part.term[document] = 0
          const score = (rarity * value) / (value + ranking.k1)
          if (part.group[document] === 0) ofGroup[index]!.push(document)
          if (score > part.group[document]!) part.group[document] = score
        }
      }
    }
    for (const [index, part] of this.#parts.entries()) {
      for (const document of ofGroup[index]!) {
        if (part.total[document] === 0) touched[index]!.push(document)
        part.total[document]! += part.group[document]!
        part.found[document]! += weight
        part.group[document] = 0
      }
    }
    return weight
  }

  /** Leaves in the scratch how often the term is in each document, fields and lengths considered; returns which. */
  #weigh(part: Part, term: string, { weights }: Ranking, norms: readonly Float32Array[]): number[] {
    const found: number[] = []
    const { lengths, tiers } = part.segment
    for (const [tier, postings] of tiers.entries()) {
      const index = lowerBound(postings.terms, term)
      if (postings.terms[index] !== term) continue
      eachPosting(postings, index, (document, value) => {
        if (part.gone[document] === 1) return
        let sum = 0
        if (tier === 1) {
          sum = weights[3] * (value & (leadFlag - 1)) * norms[3]![lengths[3]![document]!]!
          if (value >= leadFlag) sum += weights[4]
        } else
          for (let field = 0; field < 3; field++)
            sum += weights[field]! * ((value >> (field * 2)) & 3) * norms[field]![lengths[field]![document]!]!
        if (part.term[document] === 0) found.push(document)
        part.term[document]! += sum
      })
    }
    return found
  }

  /** By field and length, what an occurrence counts. */
  #normsOf(ranking: Ranking): Float32Array[] {
    if (this.#norms?.ranking === ranking) return this.#norms.norms
    const norms = [0, 1, 2, 3].map((field) => {
      let sum = 0
      for (const { segment, gone } of this.#parts) {
        segment.lengths[field]?.forEach((byte, document) => {
          if (gone[document] === 0) sum += lengthOf[byte]!
        })
      }
      const average = sum / Math.max(1, this.size) || 1
      const share = ranking.lengths[field]!
      return lengthOf.map((length) => 1 / (1 - share + (share * length) / average))
    })
    this.#norms = { ranking, norms }
    return norms
  }

  #best(touched: readonly number[][], sum: number, ranking: Ranking, { limit = 10, boost }: SearchOptions): Hit[] {
    const hits: Hit[] = []
    const count = Math.max(1, limit)
    for (const [index, part] of this.#parts.entries()) {
      for (const document of touched[index]!) {
        const share = part.found[document]! / sum
        let score = part.total[document]! * (ranking.coverage === 0 ? 1 : share ** ranking.coverage)
        part.total[document] = 0
        part.found[document] = 0
        const id = part.segment.ids[document]!
        if (boost !== undefined) score *= boost(part.segment.facts[document] || {}, id)
        const last = hits[count - 1]
        if (last !== undefined && (score < last.score || (score === last.score && id > last.id))) continue
        let place = Math.min(hits.length, count - 1)
        while (
          place > 0 &&
          (hits[place - 1]!.score < score || (hits[place - 1]!.score === score && hits[place - 1]!.id > id))
        ) {
          hits[place] = hits[place - 1]!
          place -= 1
        }
        hits[place] = { id, score }
      }
    }
    return hits.slice(0, limit)
  }
}
