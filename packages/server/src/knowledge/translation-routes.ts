import type { TranslationAction } from '@aftercare/protocol'
import { type ArticleStep, articleTransition } from '@aftercare/protocol/knowledge'
import type { AuthorizedContext, Handlers } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import type { Writing } from '../journal/write.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../storage/prepared.ts'
import { articleOf, checkMatch } from './article-routes.ts'
import { refused } from './refused.ts'
import { serializeText } from './serialize.ts'
import { tellArchived, tellDraft, tellPublished } from './tell.ts'
import { findRevision, findText, insertTranslation, type TextRow, updateTranslation } from './translation-store.ts'
import { digestOf, readBody, type WrittenText, writeRevision } from './write-text.ts'

type TranslationHandlers = Pick<Handlers, 'addTranslation' | 'readTranslation' | 'editTranslation' | 'actOnTranslation'>
type Of = { tenant: string; article: string; locale: string }

/** @throws ProblemError not_found */
export async function textOf(db: Queryable, of: Of): Promise<TextRow> {
  const [row] = await findText(db, of)
  if (!row) throw new ProblemError('not_found')
  return row
}

/** @throws ProblemError forbidden, action_not_possible */
function stepped({ principal }: AuthorizedContext, row: TextRow, step: ArticleStep) {
  const { role } = principal
  // The permission table lets nobody else in here.
  if (role !== 'agent' && role !== 'lead' && role !== 'manager') throw new ProblemError('forbidden')
  const found = articleTransition(row.state, step, role)
  if (!found.allowed) throw new ProblemError(found.code)
  return found.to
}

/** The text as it is after a step. */
async function changed({ tx, now }: Writing, of: Of, change: Parameters<typeof updateTranslation>[2]) {
  await updateTranslation(tx, of, { ...change, updated_at: now })
  return serializeText(await textOf(tx, of))
}

/** What a step leaves behind besides the state. */
function marksOf(row: TextRow, body: TranslationAction, now: number) {
  switch (body.action) {
    case 'publish':
      return { published_revision: row.revision, published_at: now, note: null }
    case 'archive':
      return { published_revision: null, published_at: null }
    case 'send_back':
      return { note: body.reason || null }
    case 'submit':
      return { note: null }
    default:
      return {}
  }
}

/** Says what a step means to whoever may read the article; of what was not published readers know nothing. */
async function tellStep(writing: Writing, row: TextRow, action: TranslationAction['action']): Promise<void> {
  const { article_id: article, locale, revision, published_revision: published } = row
  const { audience } = await articleOf(writing.tx, writing.tenant, article)
  if (action === 'publish') await tellPublished(writing, { article, locale, revision }, audience)
  else if (action === 'archive') {
    await tellArchived(writing, { article, locale }, published === null ? 'internal' : audience)
  } else await tellDraft(writing, { article, locale, revision })
}

/** Articles in one language, for those who work on them. */
export function translationHandlers({ database }: Services): TranslationHandlers {
  const { reader } = database
  return {
    addTranslation: {
      kind: 'write',
      needs: { events: 1 },
      async write(_, { params: { articleId: article }, body: text }, writing) {
        const { tx, tenant, now } = writing
        await articleOf(tx, tenant, article)
        const { locale, title, body, keywords = [] } = text
        const draft = { state: 'draft' as const, published_revision: null, published_at: null, note: null }
        const row = { tenant, article_id: article, locale, revision: 1, updated_at: now, ...draft }
        if (!(await insertTranslation(tx, row))) throw refused('/locale', 'not_allowed')
        await writeRevision(writing, { article, locale, number: 1 }, { title, body, keywords }, readBody(body))
        await tellDraft(writing, { article, locale, revision: 1 })
        return {
          audit: { action: 'article.translated', details: { article, locale } },
          body: serializeText(await textOf(tx, { tenant, article, locale })),
        }
      },
      async authorizeReplay() {},
    },

    readTranslation: {
      kind: 'read',
      async read({ principal: { tenant } }, { params: { articleId: article, locale } }) {
        return serializeText(await textOf(reader, { tenant, article, locale }))
      },
    },

    editTranslation: {
      kind: 'write',
      needs: { events: 1 },
      async write(context, { params: { articleId: article, locale }, body: change }, writing) {
        const { tx, tenant } = writing
        const of = { tenant, article, locale }
        const row = await textOf(tx, of)
        checkMatch(context, serializeText(row))
        const state = stepped(context, row, 'edit')
        const { title = row.title, body = row.body, keywords = JSON.parse(row.keywords) as string[] } = change
        const text: WrittenText = { title, body, keywords }
        const audit = (revision: number) => ({ action: 'article.edited', details: { article, locale, revision } })
        if (digestOf(text) === row.digest) return { audit: audit(row.revision), body: serializeText(row) }
        const revision = row.revision + 1
        await writeRevision(writing, { article, locale, number: revision }, text, readBody(body))
        await tellDraft(writing, { article, locale, revision })
        return { audit: audit(revision), body: await changed(writing, of, { revision, state }) }
      },
      async authorizeReplay() {},
    },

    actOnTranslation: {
      kind: 'write',
      needs: { events: 1 },
      async write(context, { params: { articleId: article, locale }, body }, writing) {
        const { tx, tenant, now } = writing
        const of = { tenant, article, locale }
        const row = await textOf(tx, of)
        const { action } = body
        const state = stepped(context, row, action)
        // Whoever approves approves what it has read.
        if (body.revision !== row.revision) throw new ProblemError('precondition_failed')
        const audit = { action: `article.${action}`, details: { article, locale, revision: row.revision } }
        if (action !== 'restore') {
          await tellStep(writing, row, action)
          return { audit, body: await changed(writing, of, { state, ...marksOf(row, body, now) }) }
        }
        const [earlier] = await findRevision(tx, { ...of, number: body.from })
        if (!earlier) throw refused('/from', 'not_allowed')
        const revision = row.revision + 1
        const text = { ...earlier, keywords: JSON.parse(earlier.keywords) as string[] }
        await writeRevision(writing, { article, locale, number: revision }, text, readBody(earlier.body))
        await tellDraft(writing, { article, locale, revision })
        return {
          audit: { ...audit, details: { ...audit.details, from: body.from } },
          body: await changed(writing, of, { revision, state }),
        }
      },
      async authorizeReplay() {},
    },
  }
}
