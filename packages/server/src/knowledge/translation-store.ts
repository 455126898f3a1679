import type { Insertable, Selectable, Updateable } from 'kysely'
import { prepared, type Queryable } from '../storage/prepared.ts'
import type { ArticleRevisionsTable, ArticleTranslationsTable } from '../storage/schema.ts'

type Of = { tenant: string; article: string; locale: string }

const standing = [
  ...(['t.article_id', 't.locale', 't.state', 't.revision', 't.published_revision', 't.published_at'] as const),
  ...(['t.note', 't.updated_at', 'r.title'] as const),
] as const

export type StandingRow = Omit<Selectable<ArticleTranslationsTable>, 'tenant'> & { title: string }
export type RevisionRow = Omit<Selectable<ArticleRevisionsTable>, 'tenant' | 'article_id' | 'locale'>
/** A text as it is worked on. */
export type TextRow = StandingRow & Pick<RevisionRow, 'body' | 'keywords' | 'content' | 'digest' | 'author'>

type Which = 'revision' | 'published_revision'

/** Translations, each with one of its revisions; without one of the kind it is not there. */
const translations = (db: Queryable, which: Which) =>
  db
    .selectFrom('article_translations as t')
    .innerJoin('article_revisions as r', (join) =>
      join
        .onRef('r.tenant', '=', 't.tenant')
        .onRef('r.article_id', '=', 't.article_id')
        .onRef('r.locale', '=', 't.locale')
        .onRef('r.number', '=', `t.${which}`),
    )

/** How articles stand in each language, in the order of the languages. */
export async function standingOf(
  db: Queryable,
  of: { tenant: string; articles: readonly string[] },
): Promise<StandingRow[]> {
  if (of.articles.length === 0) return []
  return translations(db, 'revision')
    .select(standing)
    .where('t.tenant', '=', of.tenant)
    .where('t.article_id', 'in', of.articles)
    .orderBy('t.locale')
    .execute()
}

/** What readers see of articles in each language, without the text, in the order of the languages. */
export async function publishedOf(db: Queryable, of: { tenant: string; articles: readonly string[] }) {
  if (of.articles.length === 0) return []
  return translations(db, 'published_revision')
    .select(['t.article_id', 't.locale', 't.published_at', 'r.title', 'r.keywords', 'r.number'])
    .where('t.tenant', '=', of.tenant)
    .where('t.article_id', 'in', of.articles)
    .orderBy('t.locale')
    .execute()
}
export type PublishedRow = Awaited<ReturnType<typeof publishedOf>>[number]

export const findText = prepared<Of, TextRow>((db, p) =>
  translations(db, 'revision')
    .select([...standing, 'r.body', 'r.keywords', 'r.content', 'r.digest', 'r.author'])
    .where('t.tenant', '=', p.tenant)
    .where('t.article_id', '=', p.article)
    .where('t.locale', '=', p.locale),
)

/** @returns whether the article was not there yet in this language */
export async function insertTranslation(db: Queryable, row: Insertable<ArticleTranslationsTable>): Promise<boolean> {
  const made = await db
    .insertInto('article_translations')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tenant', 'article_id', 'locale']).doNothing())
    .returning('locale')
    .execute()
  return made.length > 0
}

export async function updateTranslation(
  db: Queryable,
  of: Of,
  change: Updateable<ArticleTranslationsTable>,
): Promise<void> {
  await db
    .updateTable('article_translations')
    .set(change)
    .where('tenant', '=', of.tenant)
    .where('article_id', '=', of.article)
    .where('locale', '=', of.locale)
    .execute()
}

const revisionColumns = ['number', 'title', 'body', 'keywords', 'content', 'digest', 'author', 'created_at'] as const

export const findRevision = prepared<Of & { number: number }, RevisionRow>((db, p) =>
  db
    .selectFrom('article_revisions')
    .select(revisionColumns)
    .where('tenant', '=', p.tenant)
    .where('article_id', '=', p.article)
    .where('locale', '=', p.locale)
    .where('number', '=', p.number),
)

export async function insertRevision(db: Queryable, row: Insertable<ArticleRevisionsTable>): Promise<void> {
  await db.insertInto('article_revisions').values(row).execute()
}

/** Newest first, with the names of those who wrote them. */
export async function revisionsOf(db: Queryable, query: Of & { before: number | undefined; limit: number }) {
  let select = db
    .selectFrom('article_revisions')
    .select(['number', 'title', 'author', 'created_at'])
    .where('tenant', '=', query.tenant)
    .where('article_id', '=', query.article)
    .where('locale', '=', query.locale)
  if (query.before !== undefined) select = select.where('number', '<', query.before)
  return select.orderBy('number', 'desc').limit(query.limit).execute()
}

export async function namesOfStaff(
  db: Queryable,
  of: { tenant: string; ids: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  if (of.ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('staff')
    .select(['id', 'name'])
    .where('tenant', '=', of.tenant)
    .where('id', 'in', of.ids)
    .execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}
