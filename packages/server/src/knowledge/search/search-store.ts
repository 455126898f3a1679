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

/** Rows of a whole table that are asked for at once: a few milliseconds. */
const rowsAtOnce = 1_000

const articleIdsAfter = prepared((db, p: { tenant: string; after: string }) =>
  db
    .selectFrom('articles')
    .select('id')
    .where('tenant', '=', p.tenant)
    .where('id', '>', p.after)
    .orderBy('id')
    .limit(rowsAtOnce),
)

const namesAfter = prepared((db, p: { tenant: string; after: string }) =>
  db
    .selectFrom('article_slugs')
    .select(['slug', 'article_id'])
    .where('tenant', '=', p.tenant)
    .where('slug', '>', p.after)
    .orderBy('slug')
    .limit(rowsAtOnce),
)

/** The ids of all articles in their order, published or not. */
export async function articleIds(db: Queryable, tenant: string): Promise<string[]> {
  const ids: string[] = []
  for (let rows = await articleIdsAfter(db, { tenant, after: '' }); rows.length > 0; ) {
    for (const { id } of rows) ids.push(id)
    await breath()
    rows = await articleIdsAfter(db, { tenant, after: ids.at(-1)! })
  }
  return ids
}

/** By article, every name that it ever had, of all articles: which is cheaper by far than asking for those of each. */
export async function allNames(db: Queryable, tenant: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const names = new Map<string, string[]>()
  for (let rows = await namesAfter(db, { tenant, after: '' }); rows.length > 0; ) {
    for (const { article_id: id, slug } of rows) {
      const known = names.get(id)
      if (known) known.push(slug)
      else names.set(id, [slug])
    }
    await breath()
    rows = await namesAfter(db, { tenant, after: rows.at(-1)!.slug })
  }
  return names
}

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

/** By article, every name that some ever had. */
export async function namesOf(db: Queryable, { tenant, ids }: Of): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await db
    .selectFrom('article_slugs')
    .select(['slug', 'article_id'])
    .where('tenant', '=', tenant)
    .where('article_id', 'in', ids)
    .orderBy('slug')
    .execute()
  const names = Map.groupBy(rows, ({ article_id }) => article_id)
  return new Map([...names].map(([id, some]) => [id, some.map(({ slug }) => slug)]))
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
