import { versionKey } from '@aftercare/protocol/knowledge'
import { defaultPageLimit } from '@aftercare/protocol/schemas'
import type { Handlers } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import type { Services } from '../services.ts'
import { cutPage, positionOf } from '../tickets/cursor.ts'
import { saveFeedback } from './feedback-store.ts'
import { audiencesOf, readArticleNamed, readableNamed, summariesOf } from './reader.ts'
import { listReadable } from './store.ts'

type ReaderHandlers = Pick<Handlers, 'listArticles' | 'readArticle' | 'rateArticle'>

/** What readers do: what is not published, or not for them, is not there. */
export function readerHandlers({ database }: Services): ReaderHandlers {
  const { reader } = database
  return {
    listArticles: {
      kind: 'read',
      compressible: true,
      async read({ principal }, { query }) {
        const { kind, product, locale, cursor } = query
        const limit = query.limit === undefined ? defaultPageLimit : Number(query.limit)
        const reading = { tenant: principal.tenant, audiences: audiencesOf(principal), locale }
        const version = query.version === undefined ? undefined : versionKey(query.version)
        const filter = { ...reading, kind, product, version, before: positionOf(cursor), limit: limit + 1 }
        const { rows, next } = cutPage(await listReadable(reader, filter), limit, ({ position }) => position)
        return { items: await summariesOf(reader, reading, rows), next }
      },
    },

    readArticle: {
      kind: 'read',
      compressible: true,
      async read({ principal }, { params, query }) {
        const reading = { tenant: principal.tenant, audiences: audiencesOf(principal), locale: query.locale }
        const article = await readArticleNamed(reader, reading, params.slug)
        if (!article) throw new ProblemError('not_found')
        return article
      },
    },

    rateArticle: {
      kind: 'write',
      needs: {},
      async write({ principal }, { params, body }, { tx, tenant, now }) {
        const found = await readableNamed(tx, { tenant, audiences: audiencesOf(principal) }, params.slug)
        if (!found) throw new ProblemError('not_found')
        const { locale, helpful, comment = null } = body
        if (!found.published.some((each) => each.locale === locale)) {
          throw new ProblemError('validation_failed', { errors: [{ pointer: '/locale', code: 'not_allowed' }] })
        }
        // Whom it helped has nothing to complain of.
        const reason = helpful ? null : (body.reason ?? null)
        const article = found.row.id
        const said = { helpful: helpful ? 1 : 0, reason, comment, at: now }
        await saveFeedback(tx, { tenant, article_id: article, locale, person_id: principal.id, ...said })
        return {
          audit: { action: 'article.rated', details: { article, locale, helpful, reason } },
          body: { helpful, reason },
        }
      },
      async authorizeReplay({ principal }, { params }) {
        const reading = { tenant: principal.tenant, audiences: audiencesOf(principal) }
        if (!(await readableNamed(reader, reading, params.slug))) throw new ProblemError('not_found')
      },
    },
  }
}
