import { defaultPageLimit } from '@aftercare/protocol/schemas'
import { etagOf } from '../handle/answer.ts'
import type { AuthorizedContext, Handlers } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../storage/prepared.ts'
import { cutPage, positionOf } from '../tickets/cursor.ts'
import { countFeedback } from './feedback-store.ts'
import { serializeWhole } from './serialize.ts'
import { type ArticleRow, findArticle, listWhole } from './store.ts'
import { eventsOfSettings, tellDraft, tellSettings } from './tell.ts'
import { insertTranslation, publishedOf } from './translation-store.ts'
import { beginArticle, changeSettings } from './write-article.ts'
import { readBody, writeRevision } from './write-text.ts'

type ArticleHandlers = Pick<
  Handlers,
  'listWholeArticles' | 'readWholeArticle' | 'createArticle' | 'changeArticle' | 'readArticleFeedback'
>

/** @throws ProblemError not_found */
export async function articleOf(db: Queryable, tenant: string, id: string): Promise<ArticleRow> {
  const [row] = await findArticle(db, { tenant, id })
  if (!row) throw new ProblemError('not_found')
  return row
}

/**
 * An edit is of what was read.
 *
 * @throws ProblemError precondition_required, precondition_failed
 */
export function checkMatch({ request }: AuthorizedContext, current: unknown): void {
  const expected = request.headers.get('if-match')
  if (expected === null) throw new ProblemError('precondition_required')
  if (expected !== etagOf(current)) throw new ProblemError('precondition_failed')
}

/** Articles as a whole, for those who work on them. */
export function articleHandlers({ database }: Services): ArticleHandlers {
  const { reader } = database
  const whole = async (db: Queryable, tenant: string, id: string) => {
    const [article] = await serializeWhole(db, tenant, [await articleOf(db, tenant, id)])
    return article!
  }
  return {
    listWholeArticles: {
      kind: 'read',
      async read({ principal }, { query: { cursor, limit: asked, ...filter } }) {
        const { tenant } = principal
        const limit = asked === undefined ? defaultPageLimit : Number(asked)
        const found = await listWhole(reader, { tenant, ...filter, before: positionOf(cursor), limit: limit + 1 })
        const { rows, next } = cutPage(found, limit, ({ position }) => position)
        return { items: [...(await serializeWhole(reader, tenant, rows))], next }
      },
    },

    readWholeArticle: {
      kind: 'read',
      read: ({ principal }, { params }) => whole(reader, principal.tenant, params.articleId),
    },

    createArticle: {
      kind: 'write',
      needs: { events: 1 },
      async write(_, { body: { translation, ...article } }, writing) {
        const { tx, tenant, now } = writing
        const { id, kind, audience } = article
        const { locale, title, body, keywords = [] } = translation
        await beginArticle(writing, article, title)
        const text = { tenant, article_id: id, locale, revision: 1, updated_at: now }
        const draft = { state: 'draft' as const, published_revision: null, published_at: null, note: null }
        await insertTranslation(tx, { ...text, ...draft })
        const content = readBody(body, '/translation/body')
        await writeRevision(writing, { article: id, locale, number: 1 }, { title, body, keywords }, content)
        await tellDraft(writing, { article: id, locale, revision: 1 })
        return {
          audit: { action: 'article.created', details: { article: id, kind, audience, locale } },
          body: await whole(tx, tenant, id),
        }
      },
      async authorizeReplay() {},
    },

    changeArticle: {
      kind: 'write',
      needs: { events: eventsOfSettings },
      async write(context, { params: { articleId: id }, body }, writing) {
        const { tx, tenant } = writing
        const row = await articleOf(tx, tenant, id)
        checkMatch(context, await whole(tx, tenant, id))
        // Who reads it, and under which name, is as much approved as its text.
        const published = (await publishedOf(tx, { tenant, articles: [id] })).length > 0
        if (published && context.principal.role === 'agent') throw new ProblemError('forbidden')
        await changeSettings(writing, row, body)
        await tellSettings(writing, id, row.audience, body.audience ?? row.audience)
        const details = { article: id, changed: Object.keys(body), ...(body.audience && { audience: body.audience }) }
        return { audit: { action: 'article.changed', details }, body: await whole(tx, tenant, id) }
      },
      async authorizeReplay() {},
    },

    readArticleFeedback: {
      kind: 'read',
      async read({ principal: { tenant } }, { params: { articleId } }) {
        await articleOf(reader, tenant, articleId)
        const counts = await countFeedback(reader, { tenant, article: articleId })
        const sum = (helpful: number) =>
          counts.filter((each) => each.helpful === helpful).reduce((total, { count }) => total + count, 0)
        const reasons = counts.flatMap(({ reason, count }) => (reason ? [[reason, count] as const] : []))
        return { helpful: sum(1), notHelpful: sum(0), reasons: Object.fromEntries(reasons) }
      },
    },
  }
}
