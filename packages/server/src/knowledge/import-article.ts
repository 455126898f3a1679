import { newId } from '@aftercare/protocol'
import { articleAudiences, articleTransition } from '@aftercare/protocol/knowledge'
import type { Writing } from '../journal/write.ts'
import type { Queryable } from '../storage/prepared.ts'
import { NotPortable, type PortableArticle } from './portable-article.ts'
import { type ArticleRow, findArticleNamed } from './store.ts'
import { eventsOfSettings, tellDraft, tellPublished, tellSettings } from './tell.ts'
import { findText, insertTranslation, standingOf, type TextRow, updateTranslation } from './translation-store.ts'
import { beginArticle, changeSettings } from './write-article.ts'
import { digestOf, writeRevision } from './write-text.ts'

export interface ImportOutcome {
  readonly outcome: 'created' | 'changed' | 'unchanged'
  /** The article's id. */
  readonly article: string
}

/** What articles are that do not say it themselves. */
export interface ImportDefaults {
  readonly kind: ArticleRow['kind']
  readonly audience: ArticleRow['audience']
}

/** How many events it takes at most to take one in. */
export const eventsOfImport = eventsOfSettings + 1

/** Whether an article is here as it comes. */
export async function isKnown(db: Queryable, tenant: string, article: PortableArticle): Promise<boolean> {
  const [row] = await findArticleNamed(db, { tenant, slug: article.slug })
  if (!row || differences(row, article) !== undefined) return false
  const [text] = await findText(db, { tenant, article: row.id, locale: article.locale })
  return text !== undefined && isSame(text, article)
}

const isSame = (text: TextRow, article: PortableArticle): boolean =>
  text.digest === digestOf(article) && (article.draft || text.published_revision === text.revision)

/** What has to change of the settings; only what the article says of itself. */
function differences(row: ArticleRow, { kind, audience, product, versionFrom, versionTo }: PortableArticle) {
  const change = {
    ...(kind !== undefined && kind !== row.kind && { kind }),
    ...(audience !== undefined && audience !== row.audience && { audience }),
    ...(product !== undefined && product !== row.product && { product }),
    ...(versionFrom !== undefined && versionFrom !== row.version_from && { versionFrom }),
    ...(versionTo !== undefined && versionTo !== row.version_to && { versionTo }),
  }
  return Object.keys(change).length > 0 ? change : undefined
}

/**
 * An import repeats what somebody has published elsewhere, and decides nothing that people here decide.
 *
 * @throws NotPortable
 */
async function mayBeTaken({ tx, tenant, actor }: Writing, row: ArticleRow, article: PortableArticle): Promise<void> {
  const { locale } = article
  const texts = await standingOf(tx, { tenant, articles: [row.id] })
  const others = texts.flatMap((text) => (text.locale === locale ? [] : text.locale))
  const wider = articleAudiences.indexOf(article.audience ?? row.audience) < articleAudiences.indexOf(row.audience)
  // Which of two files is right nobody here can know: nobody reads what one of them does not show them.
  if (wider && others.length > 0)
    throw new NotPortable(
      `it is for "${row.audience}" here, and "${article.audience}" would show what it says in ${others.join(', ')}`,
    )
  const [text] = await findText(tx, { tenant, article: row.id, locale })
  if (!text || isSame(text, article)) return
  if (text.state === 'review') throw new NotPortable('another text of it waits for review here')
  if (text.state === 'archived') throw new NotPortable('it was archived here')
  const unfinished = text.state === 'draft' && text.digest !== digestOf(article) && text.author !== actor
  if (unfinished) throw new NotPortable('somebody works on another text of it here')
}

/**
 * Takes an article in, by its name and language: a text that is here already makes no new revision.
 *
 * @throws ProblemError validation_failed
 * @throws NotPortable where it would overtake somebody here
 */
export async function importArticle(
  writing: Writing,
  article: PortableArticle,
  defaults: ImportDefaults,
): Promise<ImportOutcome> {
  const { tx, tenant, now } = writing
  const { slug, locale, title } = article
  const [found] = await findArticleNamed(tx, { tenant, slug })
  if (found) await mayBeTaken(writing, found, article)
  const id = found?.id ?? newId<string & { readonly __brand: 'ArticleId' }>(writing.random)
  const change = found && differences(found, article)
  if (!found) {
    const { kind = defaults.kind, audience = defaults.audience, product, versionFrom, versionTo } = article
    await beginArticle(writing, { id, slug, kind, audience, product, versionFrom, versionTo }, title)
  } else if (change) await changeSettings(writing, found, change)
  // Last: what was undone because something of the article could not be taken has not been told of.
  const tellChange = async () => {
    if (change) await tellSettings(writing, id, found.audience, change.audience ?? found.audience)
  }

  const of = { tenant, article: id, locale }
  const [text] = await findText(tx, of)
  if (text && isSame(text, article)) {
    await tellChange()
    return { outcome: change ? 'changed' : 'unchanged', article: id }
  }
  const sameWords = text?.digest === digestOf(article)
  const revision = text ? (sameWords ? text.revision : text.revision + 1) : 1
  if (!sameWords) await writeRevision(writing, { article: id, locale, number: revision }, article, article.content)
  const step = articleTransition(text?.state ?? 'draft', 'import', 'import')
  const state = article.draft || !step.allowed ? ('draft' as const) : step.to
  const shown = article.draft ? {} : { published_revision: revision, published_at: now, note: null }
  if (text) await updateTranslation(tx, of, { revision, state, updated_at: now, ...shown })
  else {
    const none = { published_revision: null, published_at: null, note: null }
    await insertTranslation(tx, { tenant, article_id: id, locale, revision, state, updated_at: now, ...none, ...shown })
  }
  await tellChange()
  const told = { article: id, locale, revision }
  const audience = article.audience ?? found?.audience ?? defaults.audience
  await (article.draft ? tellDraft(writing, told) : tellPublished(writing, told, audience))
  return { outcome: text ? 'changed' : 'created', article: id }
}
