import type { ArticleAudience } from '@aftercare/protocol'
import { prepared, type Queryable } from '../../storage/prepared.ts'

/** How many ids are asked for at once. */
const atOnce = 200

/** The place in the tenant's audit log that every write moves on. */
export const auditPlace = prepared((db, p: { tenant: string }) =>
  db.selectFrom('counters').select('audit_seq').where('tenant', '=', p.tenant),
)

/** What was done with articles since, by whichever process: each write leaves an entry, in the order of their commits. */
export const articleEntriesAfter = prepared((db, p: { tenant: string; seq: number }) =>
  db
    .selectFrom('audit_log')
    .select(['action', 'details'])
    .where('tenant', '=', p.tenant)
    .where('seq', '>', p.seq)
    .where('action', 'like', 'article%'),
)

async function eachPortion<Row>(
  ids: readonly string[] | undefined,
  read: (some: readonly string[] | undefined) => Promise<Row[]>,
): Promise<Row[]> {
  if (!ids) return read(undefined)
  const rows: Row[] = []
  for (let from = 0; from < ids.length; from += atOnce) rows.push(...(await read(ids.slice(from, from + atOnce))))
  return rows
}

type Of = { readonly tenant: string; readonly ids?: readonly string[] | undefined }

/** What is published, without the texts; of some articles or of all. */
export const publishedTexts = (db: Queryable, { tenant, ids }: Of) =>
  eachPortion(ids, (some) => {
    let select = db
      .selectFrom('articles as a')
      .innerJoin('article_translations as t', (join) =>
        join.onRef('t.tenant', '=', 'a.tenant').onRef('t.article_id', '=', 'a.id'),
      )
      .select(['a.id', 'a.slug', 'a.kind', 'a.audience', 'a.product', 'a.version_from', 'a.version_to'])
      .select(['a.first_version_key', 'a.last_version_key', 't.locale', 't.published_revision', 't.published_at'])
      .where('a.tenant', '=', tenant)
      .where('t.published_revision', 'is not', null)
    if (some) select = select.where('a.id', 'in', some)
    return select.orderBy('a.id').orderBy('t.locale').execute()
  })

/** Every name that articles ever had. */
export const namesOf = (db: Queryable, { tenant, ids }: Of) =>
  eachPortion(ids, (some) => {
    let select = db.selectFrom('article_slugs').select(['slug', 'article_id']).where('tenant', '=', tenant)
    if (some) select = select.where('article_id', 'in', some)
    return select.orderBy('slug').execute()
  })

/** How many readers were helped and how many were not. */
export const votesOf = (db: Queryable, { tenant, ids }: Of) =>
  eachPortion(ids, (some) => {
    let select = db
      .selectFrom('article_feedback')
      .select(['article_id', 'helpful', ({ fn }) => fn.countAll<number>().as('count')])
      .where('tenant', '=', tenant)
    if (some) select = select.where('article_id', 'in', some)
    return select.groupBy(['article_id', 'helpful']).execute()
  })

/** A text as it was published. */
export interface PublishedText {
  readonly id: string
  readonly audience: ArticleAudience
  readonly number: number
  readonly title: string
  readonly keywords: string
  readonly content: string
}

/** Texts of articles in one language. Table by table, since a planner without statistics joins hundreds of keys badly. */
export function textsOf(
  db: Queryable,
  { tenant, locale, ids }: { tenant: string; locale: string; ids: readonly string[] },
): Promise<PublishedText[]> {
  return eachPortion(ids, async (some = []) => {
    if (some.length === 0) return []
    const [articles, published] = await Promise.all([
      db
        .selectFrom('articles')
        .select(['id', 'audience'])
        .where('tenant', '=', tenant)
        .where('id', 'in', some)
        .execute(),
      db
        .selectFrom('article_translations')
        .select(['article_id', 'published_revision'])
        .where('tenant', '=', tenant)
        .where('article_id', 'in', some)
        .where('locale', '=', locale)
        .where('published_revision', 'is not', null)
        .execute(),
    ])
    const numbers = [...new Set(published.map((row) => row.published_revision!))]
    if (numbers.length === 0) return []
    const revisions = await db
      .selectFrom('article_revisions')
      .select(['article_id', 'number', 'title', 'keywords', 'content'])
      .where('tenant', '=', tenant)
      .where('article_id', 'in', some)
      .where('locale', '=', locale)
      .where('number', 'in', numbers)
      .execute()
    const audiences = new Map(articles.map(({ id, audience }) => [id, audience]))
    const current = new Map(published.map((row) => [row.article_id, row.published_revision]))
    return revisions.flatMap(({ article_id: id, number, ...text }) => {
      const audience = audiences.get(id)
      return audience && current.get(id) === number ? [{ id, audience, number, ...text }] : []
    })
  })
}
