import type { Insertable } from 'kysely'
import type { Queryable } from '../storage/prepared.ts'
import type { ArticleFeedbackTable } from '../storage/schema.ts'

/** What a person says of an article takes the place of what it said before. */
export async function saveFeedback(db: Queryable, row: Insertable<ArticleFeedbackTable>): Promise<void> {
  const { helpful, reason, comment, at } = row
  await db
    .insertInto('article_feedback')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['tenant', 'article_id', 'locale', 'person_id'])
        .doUpdateSet({ helpful, reason: reason ?? null, comment: comment ?? null, at }),
    )
    .execute()
}

/** How many said what. */
export async function countFeedback(db: Queryable, of: { tenant: string; article: string }) {
  return db
    .selectFrom('article_feedback')
    .select(['helpful', 'reason', ({ fn }) => fn.countAll<number>().as('count')])
    .where('tenant', '=', of.tenant)
    .where('article_id', '=', of.article)
    .groupBy(['helpful', 'reason'])
    .execute()
}
