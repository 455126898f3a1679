import type { ExpressionBuilder } from 'kysely'
import { prepared, type Queryable } from '../../storage/prepared.ts'
import type { TicketTermsTable } from '../../storage/schema.ts'
import type { TicketSelect } from '../store.ts'
import { termsOf, type WantedTerm } from './terms.ts'

// Words of tickets in a table of their own: the one way to look for parts of texts by an index that SQLite and
// PostgreSQL have in common. Whoever replaces it by a search engine keeps these three functions.

/** Whose terms: a ticket's by its number, and who may find it by them. */
interface Of {
  readonly tenant: string
  readonly number: number
  readonly audience: TicketTermsTable['audience']
}

/** Rows of one statement, compiled once for each size; what is left over is filled with repetitions. */
const sizes = [8, 32, 128]
const inserts = sizes.map((size) =>
  prepared((db: Queryable, p: Of & Readonly<Record<string, string | number>>) =>
    db
      .insertInto('ticket_terms')
      .values(
        Array.from({ length: size }, (_, index) => ({
          tenant: p.tenant,
          ticket_number: p.number,
          audience: p.audience,
          term: p[`term${index}`] as string,
        })),
      )
      .onConflict((conflict) => conflict.columns(['tenant', 'term', 'ticket_number', 'audience']).doNothing()),
  ),
)

/** Makes a ticket findable by these texts, within the transaction that writes them. */
export async function addTerms(tx: Queryable, of: Of, ...texts: readonly string[]): Promise<void> {
  const terms = [...termsOf(...texts)]
  for (let from = 0; from < terms.length; ) {
    const left = terms.length - from
    const fitting = sizes.findIndex((size) => size >= left)
    const index = fitting < 0 ? sizes.length - 1 : fitting
    const size = sizes[index]!
    const some = Array.from({ length: size }, (_, place) => [`term${place}`, terms[from + place] ?? terms[from]!])
    await inserts[index]!(tx, { ...of, ...Object.fromEntries(some) })
    from += size
  }
}

const removeTerms = prepared((db, p: Of) =>
  db
    .deleteFrom('ticket_terms')
    .where('tenant', '=', p.tenant)
    .where('ticket_number', '=', p.number)
    .where('audience', '=', p.audience),
)

const replyBodies = prepared((db, p: { tenant: string; ticket: string }) =>
  db
    .selectFrom('messages')
    .select('body')
    .where('tenant', '=', p.tenant)
    .where('ticket_id', '=', p.ticket)
    .where('kind', '=', 'reply'),
)

/** After texts were put right: what stands there no longer finds the ticket no longer. */
export async function renewTerms(
  tx: Queryable,
  { tenant, id, number }: { tenant: string; id: string; number: number },
  ...texts: readonly string[]
): Promise<void> {
  const of = { tenant, number, audience: 'everyone' } as const
  await removeTerms(tx, of)
  const replies = await replyBodies(tx, { tenant, ticket: id })
  await addTerms(tx, of, String(number), ...texts, ...replies.map(({ body }) => body))
}

/** What is looked for, and whether internal notes count. */
export interface Search {
  readonly terms: readonly WantedTerm[]
  readonly withNotes: boolean
}

/** Tickets up to this number are fetched one by one and sorted; a more frequent term is looked for ticket by ticket. */
const few = 1_500
/** A list of varying length is another statement each time: it is filled up to one of these. */
const lengths = [1, 16, 128, few]

/**
 * The tickets that have all these terms. The rarest of them leads where it is rare; where all are frequent, the list
 * is walked in its own order, which meets enough of them soon.
 *
 * @param narrow whether the tickets are few already: then each is asked whether it has the words
 * @returns `few`: the rarest term leads
 */
export async function havingTerms(
  db: Queryable,
  tickets: TicketSelect,
  tenant: string,
  { terms, withNotes }: Search,
  narrow: boolean,
): Promise<{ readonly tickets: TicketSelect; readonly few: boolean }> {
  const leading = narrow ? undefined : await rarest(db, tenant, terms, withNotes)
  const led = leading ? tickets.where('t.number', 'in', leading.numbers) : tickets
  const having = terms
    .filter((wanted) => wanted !== leading?.wanted)
    .reduce(
      (found, wanted) =>
        found.where((ticket) =>
          ticket.exists(
            ticket
              .selectFrom('ticket_terms as w')
              .select('w.term')
              .whereRef('w.ticket_number', '=', 't.number')
              .where(rowsThat(tenant, wanted, withNotes))
              // Keeps PostgreSQL from gathering every ticket that has the word before it looks at the first one.
              .limit(1)
              .offset(0),
          ),
        ),
      led,
    )
  return { tickets: having, few: leading !== undefined }
}

type Terms = ExpressionBuilder<{ w: TicketTermsTable }, 'w'>

const rowsThat =
  (tenant: string, { term, prefix }: WantedTerm, withNotes: boolean) =>
  (row: Terms) =>
    row.and([
      row('w.tenant', '=', tenant),
      ...(prefix
        ? // No character is greater than the last one there is, and texts are compared by their bytes.
          [row('w.term', '>=', term), row('w.term', '<', `${term}\u{10ffff}`)]
        : [row('w.term', '=', term)]),
      ...(withNotes ? [] : [row('w.audience', '=', 'everyone')]),
    ])

/** The rarest term and its tickets, if they are few. */
async function rarest(db: Queryable, tenant: string, terms: readonly WantedTerm[], withNotes: boolean) {
  let best: { readonly wanted: WantedTerm; readonly numbers: readonly number[] } | undefined
  let least = few
  for (const wanted of terms) {
    const rows = await db
      .selectFrom('ticket_terms as w')
      .select('w.ticket_number')
      .where(rowsThat(tenant, wanted, withNotes))
      .limit(least + 1)
      .execute()
    if (rows.length > least) continue
    best = { wanted, numbers: filledUp(rows.map((row) => row.ticket_number)) }
    least = rows.length
  }
  return best
}

/** No ticket has the number 0. */
function filledUp(numbers: readonly number[]): readonly number[] {
  const length = lengths.find((each) => each >= numbers.length) ?? numbers.length
  return [...numbers, ...Array.from({ length: length - numbers.length }, () => 0)]
}
