import { prepared, type Queryable } from '../storage/prepared.ts'
import { publishedOf } from './translation-store.ts'

type OfTicket = { tenant: string; ticket: string }

/** The article that a ticket left behind. */
export const articleOfTicket = prepared((db, p: OfTicket) =>
  db
    .selectFrom('articles')
    .select(['id', 'summary_digest'])
    .where('tenant', '=', p.tenant)
    .where('ticket_id', '=', p.ticket),
)

/** Of whoever raised a ticket, whoever watches it, and whoever has it in hand. */
export const namesAround = prepared((db, p: OfTicket) =>
  db
    .selectFrom('people_details as d')
    .select('d.name')
    .where('d.tenant', '=', p.tenant)
    .where(({ or, eb, selectFrom }) =>
      or([
        eb(
          'd.person_id',
          'in',
          selectFrom('tickets').select('requester_id').where('tenant', '=', p.tenant).where('id', '=', p.ticket),
        ),
        eb(
          'd.person_id',
          'in',
          selectFrom('ticket_watchers')
            .select('person_id')
            .where('tenant', '=', p.tenant)
            .where('ticket_id', '=', p.ticket),
        ),
      ]),
    )
    .unionAll(
      db
        .selectFrom('tickets as t')
        .innerJoin('staff as s', (join) => join.onRef('s.tenant', '=', 't.tenant').onRef('s.id', '=', 't.assignee_id'))
        .select('s.name')
        .where('t.tenant', '=', p.tenant)
        .where('t.id', '=', p.ticket),
    ),
)

const texts = ['article_files', 'article_revisions', 'article_translations', 'article_slugs'] as const

/**
 * Takes an article back that a ticket left behind and that nobody has published. One that is published is its authors’ work,
 * and names the ticket no longer.
 *
 * @returns its id, where there was one
 */
export async function forgetArticleOfTicket(db: Queryable, of: OfTicket): Promise<string | undefined> {
  const { tenant } = of
  const [found] = await articleOfTicket(db, of)
  if (!found) return undefined
  const { id } = found
  if ((await publishedOf(db, { tenant, articles: [id] })).length > 0) {
    await db
      .updateTable('articles')
      .set({ ticket_id: null })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .execute()
    return id
  }
  for (const table of texts) {
    await db.deleteFrom(table).where('tenant', '=', tenant).where('article_id', '=', id).execute()
  }
  await db.deleteFrom('articles').where('tenant', '=', tenant).where('id', '=', id).execute()
  return id
}
