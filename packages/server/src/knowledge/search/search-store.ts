import type { ArticleAudience } from '@aftercare/protocol'
import { prepared, type Queryable } from '../../storage/prepared.ts'
import { breath } from '../../work/in-slices.ts'

/** How many ids are asked for at once. */
const atOnce = 100

/** In portions that are read without holding anybody up. */
export function* portionsOf<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let from = 0; from < items.length; from += atOnce) yield items.slice(from, from + atOnce)
}

/** Where something is published, and in which languages: the largest collections first. */
export const publishedLanguages = (db: Queryable) =>
  db
    .selectFrom('article_translations')
    .select(['tenant', 'locale'])
    .where('published_revision', 'is not', null)
    .groupBy(['tenant', 'locale'])
    .orderBy(({ fn }) => fn.countAll(), 'desc')
    .orderBy('tenant')
    .orderBy('locale')
    .execute()

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

/** The ids of all articles, published or not. */
export const articleIds = prepared((db, p: { tenant: string }) =>
  db.selectFrom('articles').select('id').where('tenant', '=', p.tenant),
)

type Of = { readonly tenant: string; readonly ids: readonly string[] }

/** What is published of some articles, without the texts. */
export const publishedTexts = (db: Queryable, { tenant, ids }: Of) =>
  db
    .selectFrom('articles as a')
    .innerJoin('article_translations as t', (join) =>
      join.onRef('t.tenant', '=', 'a.tenant').onRef('t.article_id', '=', 'a.id'),
    )
    .select(['a.id', 'a.slug', 'a.kind', 'a.audience', 'a.product', 'a.version_from', 'a.version_to'])
    .select(['a.first_version_key', 'a.last_version_key', 't.locale', 't.published_revision', 't.published_at'])
    .where('a.tenant', '=', tenant)
    .where('a.id', 'in', ids)
    .where('t.published_revision', 'is not', null)
    .orderBy('a.id')
    .orderBy('t.locale')
    .execute()

/** Every name that articles ever had; no key leads to those of one, so all are read at once or of few. */
export const namesOf = (
  db: Queryable,
  { tenant, ids }: { readonly tenant: string; readonly ids?: readonly string[] },
) => {
  let select = db.selectFrom('article_slugs').select(['slug', 'article_id']).where('tenant', '=', tenant)
  if (ids) select = select.where('article_id', 'in', ids)
  return select.orderBy('slug').execute()
}

/** How many readers were helped and how many were not. */
export const votesOf = (db: Queryable, { tenant, ids }: Of) =>
  db
    .selectFrom('article_feedback')
    .select(['article_id', 'helpful', ({ fn }) => fn.countAll<number>().as('count')])
    .where('tenant', '=', tenant)
    .where('article_id', 'in', ids)
    .groupBy(['article_id', 'helpful'])
    .execute()

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
export async function textsOf(
  db: Queryable,
  { tenant, locale, ids }: Of & { readonly locale: string },
): Promise<PublishedText[]> {
  const texts: PublishedText[] = []
  for (const some of portionsOf(ids)) {
    if (texts.length > 0) await breath()
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
    if (numbers.length === 0) continue
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
    for (const { article_id: id, number, ...text } of revisions) {
      const audience = audiences.get(id)
      if (audience && current.get(id) === number) texts.push({ id, audience, number, ...text })
    }
  }
  return texts
}
