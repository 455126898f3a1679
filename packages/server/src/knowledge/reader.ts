import type { Article, ArticleAudience, ArticleSummary } from '@aftercare/protocol'
import type { Content } from '@aftercare/protocol/content'
import { chooseLocale } from '@aftercare/protocol/knowledge'
import type { Principal } from '../identity/principal.ts'
import type { Queryable } from '../storage/prepared.ts'
import { type ArticleRow, findArticleNamed, findArticles } from './store.ts'
import { findRevision, type PublishedRow, publishedOf } from './translation-store.ts'

/** What somebody may read: visitors what everybody may, customers what is theirs besides, staff everything. */
export function audiencesOf(principal: Principal): readonly ArticleAudience[] {
  if (principal.side === 'agent') return ['public', 'customers', 'internal']
  return principal.visitor ? ['public'] : ['public', 'customers']
}

/** Who reads, as far as articles ask. */
export interface Who {
  readonly tenant: string
  readonly audiences: readonly ArticleAudience[]
}

export const whoIs = (principal: Principal): Who => ({ tenant: principal.tenant, audiences: audiencesOf(principal) })
/** Whoever brings no token. A tenant that is not there has no articles. */
export const anybodyOf = ({ tenant }: { tenant: string }): Who => ({ tenant, audiences: ['public'] })

export interface Reading extends Who {
  readonly locale: string | undefined
}

/** The article of a name as far as the reader may know of it, with the languages that it is published in. */
export async function readableNamed(
  db: Queryable,
  { tenant, audiences }: Who,
  slug: string,
): Promise<{ row: ArticleRow; published: readonly PublishedRow[] } | undefined> {
  const [row] = await findArticleNamed(db, { tenant, slug })
  if (!row || !audiences.includes(row.audience)) return undefined
  const published = await publishedOf(db, { tenant, articles: [row.id] })
  return published.length === 0 ? undefined : { row, published }
}

/** Articles as a reader's list shows them; those that are published in no language are left out. */
export async function summariesOf(
  db: Queryable,
  reading: Reading,
  rows: readonly ArticleRow[],
): Promise<ArticleSummary[]> {
  const published = await publishedOf(db, { tenant: reading.tenant, articles: rows.map(({ id }) => id) })
  const byArticle = Map.groupBy(published, ({ article_id }) => article_id)
  return rows.flatMap((row) => {
    const text = chosen(byArticle.get(row.id) ?? [], reading.locale)
    return text ? [summaryOf(row, text)] : []
  })
}

/** An article with its text, in the language that suits the reader. */
export async function readArticleNamed(db: Queryable, reading: Reading, slug: string): Promise<Article | undefined> {
  const found = await readableNamed(db, reading, slug)
  const text = found && chosen(found.published, reading.locale)
  if (!found || !text) return undefined
  const { tenant, audiences } = reading
  const { row, published } = found
  const [revision] = await findRevision(db, { tenant, article: row.id, locale: text.locale, number: text.number })
  const related = JSON.parse(row.related) as string[]
  const others = (await findArticles(db, { tenant, ids: related })).filter((each) => audiences.includes(each.audience))
  const summaries = await summariesOf(db, { ...reading, locale: text.locale }, others)
  return {
    ...summaryOf(row, text),
    revision: text.number,
    // Written by this server, from its own reading of the Markdown.
    content: JSON.parse(revision!.content) as Content,
    locales: published.map(({ locale }) => locale),
    related: related.flatMap((id) => {
      const other = summaries.find((each) => each.id === id)
      return other ? [{ id, slug: other.slug, locale: other.locale, title: other.title }] : []
    }),
  } as Article
}

function chosen(published: readonly PublishedRow[], wanted: string | undefined): PublishedRow | undefined {
  const locale = chooseLocale(
    published.map((each) => each.locale),
    wanted,
  )
  return published.find((each) => each.locale === locale)
}

const summaryOf = (row: ArticleRow, text: PublishedRow): ArticleSummary => ({
  id: row.id,
  slug: row.slug,
  kind: row.kind,
  audience: row.audience,
  product: row.product,
  versionFrom: row.version_from,
  versionTo: row.version_to,
  locale: text.locale,
  title: text.title,
  keywords: JSON.parse(text.keywords) as string[],
  publishedAt: new Date(text.published_at!).toISOString(),
})
