import type { Translation, WholeArticle } from '@aftercare/protocol'
import type { Queryable } from '../storage/prepared.ts'
import type { ArticleRow } from './store.ts'
import { type StandingRow, standingOf, type TextRow } from './translation-store.ts'

const instant = (milliseconds: number): string => new Date(milliseconds).toISOString()
const instantOrNull = (milliseconds: number | null): string | null =>
  milliseconds === null ? null : instant(milliseconds)

const standing = (row: StandingRow) => ({
  locale: row.locale,
  state: row.state,
  title: row.title,
  revision: row.revision,
  publishedRevision: row.published_revision,
  publishedAt: instantOrNull(row.published_at),
  updatedAt: instant(row.updated_at),
})

/** Articles as those see them who work on them. */
export async function serializeWhole(
  db: Queryable,
  tenant: string,
  rows: readonly ArticleRow[],
): Promise<readonly WholeArticle[]> {
  const texts = await standingOf(db, { tenant, articles: rows.map(({ id }) => id) })
  const byArticle = Map.groupBy(texts, ({ article_id }) => article_id)
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    audience: row.audience,
    product: row.product,
    versionFrom: row.version_from,
    versionTo: row.version_to,
    slug: row.slug,
    owner: row.owner_id,
    reviewBy: instantOrNull(row.review_due_at),
    related: JSON.parse(row.related) as string[],
    ticket: row.ticket_id,
    createdAt: instant(row.created_at),
    updatedAt: instant(row.updated_at),
    translations: (byArticle.get(row.id) ?? []).map(standing),
  }))
}

export const serializeText = (row: TextRow): Translation =>
  ({
    ...standing(row),
    article: row.article_id,
    body: row.body,
    keywords: JSON.parse(row.keywords),
    content: JSON.parse(row.content),
    note: row.note,
  }) as Translation
