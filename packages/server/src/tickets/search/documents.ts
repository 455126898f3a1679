import type { SearchDocument } from '@aftercare/protocol/search'
import type { Queryable } from '../../storage/prepared.ts'
import { breath } from '../../work/in-slices.ts'
import { messagesOfTickets, textsOfTickets } from './segment-store.ts'

/** What tickets are found by, in the circles of those who may read it: everyone on the ticket; staff, of internal notes. */
export const circles = ['everyone', 'staff'] as const
export type Circle = (typeof circles)[number]
export type TicketDocuments = Readonly<Record<Circle, SearchDocument[]>>

/** How many tickets are read at once. */
const atOnce = 50

/** The documents of some tickets, in portions that are read without holding anybody up. */
export async function* documentsOf(
  db: Queryable,
  tenant: string,
  numbers: readonly number[],
): AsyncGenerator<TicketDocuments> {
  for (let from = 0; from < numbers.length; from += atOnce) {
    if (from > 0) await breath()
    const documents: TicketDocuments = { everyone: [], staff: [] }
    const tickets = await textsOfTickets(db, { tenant, numbers: numbers.slice(from, from + atOnce) }).execute()
    const messages = await messagesOfTickets(db, { tenant, ids: tickets.map(({ id }) => id) }).execute()
    const said = Map.groupBy(messages, (row) => row.ticket_id)
    for (const { id, number, subject, description } of tickets) {
      const bodies = (kind: string) => (said.get(id) ?? []).flatMap((row) => (row.kind === kind ? [row.body] : []))
      const named = { id: String(number), title: subject, keywords: [String(number), ...partsOfNumbers(subject)] }
      documents.everyone.push({ ...named, body: withParts([description, ...bodies('reply')]) })
      const notes = bodies('internal_note')
      if (notes.length > 0) documents.staff.push({ id: String(number), title: '', body: withParts(notes) })
    }
    yield documents
  }
}

const withParts = (texts: readonly string[]): readonly string[] => [...texts, texts.flatMap(partsOfNumbers).join(' ')]

/**
 * Whoever knows the middle of a number finds it by that: of 907032-3 the term is whole. What stands behind a digit begins
 * no number: a long row of them is looked at once.
 */
const partsOfNumbers = (text: string): readonly string[] =>
  (text.normalize('NFKC').match(/(?<!\p{N})\p{N}+(?:[^\p{L}\p{N}\s]\p{N}+)+/gu) ?? []).flatMap((number) =>
    number.split(/[^\p{N}]+/u),
  )
