import type { listArticles, readArticle } from '@aftercare/protocol'
import { versionKey } from '@aftercare/protocol/knowledge'
import { defaultPageLimit } from '@aftercare/protocol/schemas'
import type { Handlers, ParsedInput } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import type { Services } from '../services.ts'
import { cutPage, positionOf } from '../tickets/cursor.ts'
import { saveFeedback } from './feedback-store.ts'
import { anybodyOf, readArticleNamed, readableNamed, summariesOf, type Who, whoIs } from './reader.ts'
import { listReadable } from './store.ts'

type ReaderHandlers = Pick<Handlers, 'listArticles' | 'readArticle' | 'rateArticle'>

/** What readers do: what is not published, or not for them, is not there. */
export function readerHandlers({ database }: Services): ReaderHandlers {
  const { reader } = database

  async function list(who: Who, { query }: ParsedInput<typeof listArticles>) {
    const { kind, product, locale, cursor } = query
    const limit = query.limit === undefined ? defaultPageLimit : Number(query.limit)
    const reading = { ...who, locale }
    const version = query.version === undefined ? undefined : versionKey(query.version)
    const filter = { ...reading, kind, product, version, before: positionOf(cursor), limit: limit + 1 }
    const { rows, next } = cutPage(await listReadable(reader, filter), limit, ({ position }) => position)
    return { items: await summariesOf(reader, reading, rows), next }
  }

  async function readOne(who: Who, { params, query }: ParsedInput<typeof readArticle>) {
    const article = await readArticleNamed(reader, { ...who, locale: query.locale }, params.slug)
    if (!article) throw new ProblemError('not_found')
    return article
  }

  return {
    listArticles: {
      kind: 'read',
      compressible: true,
      read: ({ principal }, input) => list(whoIs(principal), input),
      readPublic: (nobody, input) => list(anybodyOf(nobody), input),
    },

    readArticle: {
      kind: 'read',
      compressible: true,
      read: ({ principal }, input) => readOne(whoIs(principal), input),
      readPublic: (nobody, input) => readOne(anybodyOf(nobody), input),
    },

    rateArticle: {
      kind: 'write',
      needs: {},
      async write({ principal }, { params, body }, { tx, tenant, now }) {
        const found = await readableNamed(tx, whoIs(principal), params.slug)
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
        if (!(await readableNamed(reader, whoIs(principal), params.slug))) throw new ProblemError('not_found')
      },
    },
  }
}
