import type { ArticleAudience } from '@aftercare/protocol'
import { articleAudiences } from '@aftercare/protocol/knowledge'
import type { Writing } from '../journal/write.ts'
import { publishedOf } from './translation-store.ts'

// What is told of articles to those who listen. Each takes one of the write's events, `tellSettings` two at most.

type Telling = Pick<Writing, 'tx' | 'tenant' | 'appendArticleEvent'>
type Text = { readonly article: string; readonly locale: string; readonly revision: number }

/** How many events a change of settings takes at most. */
export const eventsOfSettings = 2

/** Readers see this revision now. */
export const tellPublished = (telling: Telling, text: Text, audience: ArticleAudience): Promise<void> =>
  telling.appendArticleEvent({ type: 'article.published', ...text, audience })

/** What is worked on: for staff alone. */
export const tellDraft = (telling: Telling, text: Text): Promise<void> =>
  telling.appendArticleEvent({ type: 'article.changed', ...text, audience: 'internal' })

/** @param audience who could read it until now; nobody but staff where it was not published */
export const tellArchived = (
  telling: Telling,
  { article, locale }: { readonly article: string; readonly locale: string | null },
  audience: ArticleAudience,
): Promise<void> => telling.appendArticleEvent({ type: 'article.archived', article, locale, revision: null, audience })

/** An article is another one in every language: whoever may not read it any more hears that it is gone, and nothing else. */
export async function tellSettings(
  telling: Telling,
  article: string,
  before: ArticleAudience,
  now: ArticleAudience,
): Promise<void> {
  const isPublished = (await publishedOf(telling.tx, { tenant: telling.tenant, articles: [article] })).length > 0
  const narrower = articleAudiences.indexOf(now) > articleAudiences.indexOf(before)
  if (isPublished && narrower) await tellArchived(telling, { article, locale: null }, before)
  const audience = isPublished ? now : 'internal'
  await telling.appendArticleEvent({ type: 'article.changed', article, locale: null, revision: null, audience })
}
