import type { Journal } from '../journal/write.ts'
import type { FrontMatter } from '../knowledge/front-matter.ts'
import { type ArticleRow, findArticles, listWhole } from '../knowledge/store.ts'
import { findRevision, standingOf } from '../knowledge/translation-store.ts'

/** An article in one language, as it can be taken in again. */
export interface ExportedArticle {
  readonly slug: string
  readonly locale: string
  readonly matter: FrontMatter
  readonly body: string
}

const pageLength = 100

/**
 * A tenant's articles, newest first, each in every language: what is published, and where `drafts` is set the newest text
 * of what is not.
 */
export async function* exportArticles(
  { database }: Pick<Journal, 'database'>,
  { tenant, drafts }: { tenant: string; drafts: boolean },
): AsyncGenerator<ExportedArticle> {
  const { reader } = database
  for (let before: number | undefined; ; ) {
    const rows = await listWhole(reader, { tenant, before, limit: pageLength })
    const texts = await standingOf(reader, { tenant, articles: rows.map(({ id }) => id) })
    const byArticle = Map.groupBy(texts, ({ article_id }) => article_id)
    for (const row of rows) {
      const related = await namesOf(row)
      for (const { locale, state, revision, published_revision: published } of byArticle.get(row.id) ?? []) {
        if (published === null && (!drafts || state === 'archived')) continue
        const [text] = await findRevision(reader, { tenant, article: row.id, locale, number: published ?? revision })
        if (!text) continue
        const keywords = JSON.parse(text.keywords) as string[]
        const matter = {
          ...{ title: text.title, slug: row.slug, locale, kind: row.kind, audience: row.audience },
          ...(row.product !== null && { product: row.product }),
          ...(row.version_from !== null && { versionFrom: row.version_from }),
          ...(row.version_to !== null && { versionTo: row.version_to }),
          ...(keywords.length > 0 && { keywords }),
          ...(related.length > 0 && { related }),
          ...(published === null && { state: 'draft' }),
        }
        yield { slug: row.slug, locale, matter, body: text.body }
      }
    }
    before = rows.at(-1)?.position
    if (rows.length < pageLength) return
  }

  async function namesOf(row: ArticleRow): Promise<string[]> {
    const ids = JSON.parse(row.related) as string[]
    const others = await findArticles(reader, { tenant, ids })
    return ids.flatMap((id) => others.find((each) => each.id === id)?.slug ?? [])
  }
}
