import type { ArticleChange, NewArticle } from '@aftercare/protocol'
import { firstVersionKey, lastVersionKey } from '@aftercare/protocol/knowledge'
import { ProblemError } from '../handle/problem-error.ts'
import { findStaff } from '../identity/store.ts'
import type { Writing } from '../journal/write.ts'
import { refused } from './refused.ts'
import { slugsFor } from './slug.ts'
import { type ArticleRow, findArticles, insertArticle, takeSlug, updateArticle } from './store.ts'

type Inside = Pick<Writing, 'tx' | 'tenant' | 'now'>

const keysOf = (from: string | null, to: string | null) => ({
  first_version_key: from === null ? null : firstVersionKey(from),
  last_version_key: to === null ? null : lastVersionKey(to),
})

/** @throws ProblemError validation_failed */
function checkVersions(from: string | null, to: string | null): void {
  const { first_version_key: first, last_version_key: last } = keysOf(from, to)
  if (first !== null && last !== null && first > last) throw refused('/versionTo', 'invalid')
}

/** @throws ProblemError validation_failed */
async function checkNames({ tx, tenant }: Inside, id: string, change: ArticleChange): Promise<void> {
  const { owner, related } = change
  if (owner && !(await findStaff(tx, { tenant, id: owner }))) throw refused('/owner', 'not_allowed')
  if (!related) return
  const known = new Set((await findArticles(tx, { tenant, ids: related })).map((row) => row.id))
  const wrong = related.findIndex((each, index) => each === id || !known.has(each) || related.indexOf(each) !== index)
  if (wrong >= 0) throw refused(`/related/${wrong}`, 'not_allowed')
}

/**
 * Makes an article without a text.
 *
 * @throws ProblemError id_unavailable, validation_failed
 */
export async function beginArticle(writing: Inside, article: Omit<NewArticle, 'translation'>, title: string) {
  const { tx, tenant, now } = writing
  const { id, kind, audience, product = null, versionFrom: from = null, versionTo: to = null } = article
  checkVersions(from, to)
  await checkNames(writing, id, article)
  const row = {
    ...{ tenant, id, kind, audience, product, version_from: from, version_to: to, ...keysOf(from, to) },
    ...{ slug: article.slug ?? id, owner_id: article.owner ?? null, review_due_at: instantOf(article.reviewBy) },
    ...{
      related: JSON.stringify(article.related ?? []),
      ticket_id: null,
      summary_digest: null,
      created_at: now,
      updated_at: now,
    },
  }
  if (!(await insertArticle(tx, row))) throw new ProblemError('id_unavailable')
  if (article.slug !== undefined) {
    if (!(await takeSlug(tx, { tenant, id, slug: article.slug }))) throw refused('/slug', 'not_allowed')
    return
  }
  for (const slug of slugsFor(title, kind, id)) {
    if (!(await takeSlug(tx, { tenant, id, slug }))) continue
    await updateArticle(tx, { tenant, id }, { slug })
    return
  }
  throw new ProblemError('id_unavailable')
}

/**
 * Changes what an article is in every language.
 *
 * @throws ProblemError validation_failed
 */
export async function changeSettings(writing: Inside, row: ArticleRow, change: ArticleChange): Promise<void> {
  const { tx, tenant, now } = writing
  const { id } = row
  const from = change.versionFrom === undefined ? row.version_from : change.versionFrom
  const to = change.versionTo === undefined ? row.version_to : change.versionTo
  checkVersions(from, to)
  await checkNames(writing, id, change)
  if (change.slug !== undefined && !(await takeSlug(tx, { tenant, id, slug: change.slug }))) {
    throw refused('/slug', 'not_allowed')
  }
  const { kind = row.kind, audience = row.audience, product, slug = row.slug, owner, reviewBy, related } = change
  await updateArticle(
    tx,
    { tenant, id },
    {
      ...{ kind, audience, slug, version_from: from, version_to: to, ...keysOf(from, to), updated_at: now },
      ...(product !== undefined && { product }),
      ...(owner !== undefined && { owner_id: owner }),
      ...(reviewBy !== undefined && { review_due_at: instantOf(reviewBy) }),
      ...(related !== undefined && { related: JSON.stringify(related) }),
    },
  )
}

const instantOf = (text: string | null | undefined): number | null =>
  text === null || text === undefined ? null : Date.parse(text)
