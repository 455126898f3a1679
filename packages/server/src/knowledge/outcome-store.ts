import type { Insertable } from 'kysely'
import type { Queryable } from '../storage/prepared.ts'
import type { SearchOutcomesTable } from '../storage/schema.ts'

/** On so many days the same has to be searched for before anybody reads it: what is typed once may be a name. */
export const daysUntilShown = 3

/** Adds what searches came to, to what the day has already. */
export async function addOutcomes(db: Queryable, row: Insertable<SearchOutcomesTable>): Promise<void> {
  await db
    .insertInto('search_outcomes')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['tenant', 'locale', 'query', 'day']).doUpdateSet(({ eb, ref }) => ({
        searches: eb('search_outcomes.searches', '+', ref('excluded.searches')),
        without_result: eb('search_outcomes.without_result', '+', ref('excluded.without_result')),
        without_click: eb('search_outcomes.without_click', '+', ref('excluded.without_click')),
        ticket_after: eb('search_outcomes.ticket_after', '+', ref('excluded.ticket_after')),
        solved: eb('search_outcomes.solved', '+', ref('excluded.solved')),
      })),
    )
    .execute()
}

/** What was searched for, that which helped least first. */
export async function outcomesOf(
  db: Queryable,
  of: { tenant: string; locale?: string | undefined; offset: number; limit: number },
) {
  let select = db
    .selectFrom('search_outcomes')
    .select(({ fn }) => [
      'locale',
      'query',
      fn.sum<number | string>('searches').as('searches'),
      fn.sum<number | string>('without_result').as('without_result'),
      fn.sum<number | string>('without_click').as('without_click'),
      fn.sum<number | string>('ticket_after').as('ticket_after'),
      fn.sum<number | string>('solved').as('solved'),
    ])
    .where('tenant', '=', of.tenant)
    .groupBy(['locale', 'query'])
    .having(({ eb, fn }) => eb(fn.count<number>('day'), '>=', daysUntilShown))
  if (of.locale) select = select.where('locale', '=', of.locale)
  return select
    .orderBy(({ fn }) => fn.sum('ticket_after'), 'desc')
    .orderBy(({ fn }) => fn.sum('without_result'), 'desc')
    .orderBy('query')
    .orderBy('locale')
    .limit(of.limit)
    .offset(of.offset)
    .execute()
}

/** What readers wrote of articles, newest first; not who. */
export async function commentsOf(db: Queryable, of: { tenant: string; offset: number; limit: number }) {
  return db
    .selectFrom('article_feedback as f')
    .innerJoin('articles as a', (join) => join.onRef('a.tenant', '=', 'f.tenant').onRef('a.id', '=', 'f.article_id'))
    .select(['f.article_id', 'a.slug', 'f.locale', 'f.helpful', 'f.reason', 'f.comment', 'f.at'])
    .where('f.tenant', '=', of.tenant)
    .where('f.comment', 'is not', null)
    .where('f.comment', '!=', '')
    .orderBy('f.at', 'desc')
    .orderBy('f.article_id')
    .limit(of.limit)
    .offset(of.offset)
    .execute()
}

/** Forgets what was searched for before a day (`2026-11-23`). */
export async function pruneOutcomes(db: Queryable, before: string): Promise<void> {
  await db.deleteFrom('search_outcomes').where('day', '<', before).execute()
}
