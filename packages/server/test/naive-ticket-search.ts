import { tokenize } from '@aftercare/protocol/search'
import type { Demand, SoughtTerm } from '@aftercare/protocol/search/demand'
import { simplify } from '@aftercare/protocol/search/traditional'
import type { Queryable } from '../src/storage/prepared.ts'
import { tenant } from './world.ts'

// The search of tickets as one would write it who has all day: every text is looked through for every word.

/** What stands in tickets, by their numbers and in their order. */
export async function saidIn(
  db: Queryable,
  tickets: readonly {
    readonly id: string
    readonly number: number
    readonly subject: string
    readonly description: string
  }[],
  withNotes: boolean,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const messages = await db
    .selectFrom('messages')
    .select(['ticket_id', 'kind', 'body'])
    .where('tenant', '=', tenant)
    .execute()
  const readable = Map.groupBy(
    messages.filter(({ kind }) => withNotes || kind === 'reply'),
    (row) => row.ticket_id,
  )
  return new Map(
    tickets.map(({ id, number, subject, description }) => [
      number,
      [String(number), subject, description, ...(readable.get(id) ?? []).map(({ body }) => body)],
    ]),
  )
}

const known = new Map<string, readonly string[]>()

function termsOf(text: string): readonly string[] {
  const terms = known.get(text) ?? [
    ...tokenize(simplify(text), true).map(({ term }) => term),
    ...[...text.matchAll(/\d+(?:-\d+)+/g)].flatMap(([number]) => number.split('-')),
  ]
  known.set(text, terms)
  return terms
}

/** The numbers of the texts that meet every demand, in their order. */
export function naiveFinds(
  texts: ReadonlyMap<number, readonly string[]>,
  demands: readonly Demand[],
): readonly number[] {
  const all = [...texts].map(([number, said]) => ({ number, terms: new Set(said.flatMap(termsOf)) }))
  return demands
    .reduce((left, { written, word }) => {
      const meets = (has: ReadonlySet<string>) =>
        written.some((together) => together.every((term) => hasTerm(has, term)))
      if (all.some((each) => meets(each.terms)) || word === undefined) return left.filter((each) => meets(each.terms))
      return left.filter((each) => isNear(word, each.terms))
    }, all)
    .map(({ number }) => number)
}

function hasTerm(has: ReadonlySet<string>, { term, begins }: SoughtTerm): boolean {
  if (has.has(term)) return true
  if (begins) for (const each of has) if (each.startsWith(term)) return true
  return false
}

/** Whether one of the terms may be meant by a word, or two of them are what it is made of. */
function isNear(word: string, has: ReadonlySet<string>): boolean {
  const stemOf = (text: string) => tokenize(text)[0]?.term ?? ''
  const meant = [stemOf(word), word, stemOf(word).replace(/e$/, '')]
  if ([...has].some((term) => meant.some((each) => isOneEdit(each, term)))) return true
  return [...word].some(
    (_, at) =>
      at >= 2 && at <= word.length - 2 && has.has(stemOf(word.slice(0, at))) && has.has(stemOf(word.slice(at))),
  )
}

/** A letter more, less, another, or two neighbours exchanged. */
function isOneEdit(one: string, other: string): boolean {
  if (one === other || Math.abs(one.length - other.length) > 1) return false
  let at = 0
  while (at < one.length && one[at] === other[at]) at += 1
  const [rest, otherRest] = [one.slice(at), other.slice(at)]
  return (
    rest.slice(1) === otherRest ||
    rest === otherRest.slice(1) ||
    rest.slice(1) === otherRest.slice(1) ||
    (rest[0] === otherRest[1] && rest[1] === otherRest[0] && rest.slice(2) === otherRest.slice(2))
  )
}
