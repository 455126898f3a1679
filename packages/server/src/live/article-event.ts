import type { ArticleAudience, ArticleEvent } from '@aftercare/protocol'
import { findArticle } from '../knowledge/store.ts'
import type { Queryable } from '../storage/prepared.ts'
import type { EventsTable } from '../storage/schema.ts'

type Row = Pick<EventsTable, 'seq' | 'at' | 'type' | 'article_id' | 'locale' | 'revision' | 'audience'>

interface ToldOfArticle {
  readonly event: ArticleEvent
  /** Whoever belongs to all of them hears it. */
  readonly audiences: readonly ArticleAudience[]
  /** Whoever belongs to this one does not. */
  readonly butNot?: ArticleAudience
}

/**
 * What a place of the log says of an article, and whom it is for: those who might read it then, and, as it names the article as it
 * is called now, those who may now.
 */
export async function articleEvent(
  db: Queryable,
  tenant: string,
  { seq, at, type, article_id: id, locale, revision, audience: then }: Row,
): Promise<ToldOfArticle | undefined> {
  if (id === null || then === 'everyone' || then === 'staff') return undefined
  const envelope = { seq, at: new Date(at).toISOString() }
  if (type === 'article.archived') {
    const told = { event: { ...envelope, type, article: { id, locale } }, audiences: [then] }
    if (locale !== null) return told
    // It went to a narrower audience: for those who may read it all the same it is there.
    const [row] = await findArticle(db, { tenant, id })
    return row ? { ...told, butNot: row.audience } : told
  }
  const [row] = await findArticle(db, { tenant, id })
  if (!row) return undefined
  const audiences = [then, row.audience]
  const { slug } = row
  if (type === 'article.changed') {
    return { event: { ...envelope, type, article: { id, slug, locale, revision } }, audiences }
  }
  if (type !== 'article.published' || locale === null || revision === null) return undefined
  return { event: { ...envelope, type, article: { id, slug, locale, revision } }, audiences }
}
