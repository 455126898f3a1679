import type { RevisionSummary } from '@aftercare/protocol'
import { lineChanges } from '@aftercare/protocol/knowledge'
import { defaultPageLimit } from '@aftercare/protocol/schemas'
import type { Handlers } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import type { Services } from '../services.ts'
import { cutPage, positionOf } from '../tickets/cursor.ts'
import { textOf } from './translation-routes.ts'
import { findRevision, namesOfStaff, type RevisionRow, revisionsOf } from './translation-store.ts'

const staffOf = (author: string): string | null => /^staff:(.+)$/.exec(author)?.[1] ?? null

function summarize(
  row: Pick<RevisionRow, 'number' | 'title' | 'author' | 'created_at'>,
  names: ReadonlyMap<string, string>,
  published: number | null,
): RevisionSummary {
  const id = staffOf(row.author)
  return {
    revision: row.number,
    title: row.title,
    author: id === null ? { side: 'import', id: null, name: null } : { side: 'staff', id, name: names.get(id) ?? null },
    createdAt: new Date(row.created_at).toISOString(),
    published: row.number === published,
  }
}

/** What a text was before. */
export function revisionHandlers({ database }: Services): Pick<Handlers, 'listRevisions' | 'readRevision'> {
  const { reader } = database
  const namesFor = (tenant: string, rows: readonly { author: string }[]) =>
    namesOfStaff(reader, { tenant, ids: [...new Set(rows.flatMap(({ author }) => staffOf(author) ?? []))] })
  return {
    listRevisions: {
      kind: 'read',
      async read({ principal: { tenant } }, { params: { articleId: article, locale }, query }) {
        const of = { tenant, article, locale }
        const text = await textOf(reader, of)
        const limit = query.limit === undefined ? defaultPageLimit : Number(query.limit)
        const found = await revisionsOf(reader, { ...of, before: positionOf(query.cursor), limit: limit + 1 })
        const { rows, next } = cutPage(found, limit, ({ number }) => number)
        const names = await namesFor(tenant, rows)
        return { items: rows.map((row) => summarize(row, names, text.published_revision)), next }
      },
    },

    readRevision: {
      kind: 'read',
      async read({ principal: { tenant } }, { params, query }) {
        const of = { tenant, article: params.articleId, locale: params.locale }
        const text = await textOf(reader, of)
        const revision = async (number: string) => {
          const [row] = await findRevision(reader, { ...of, number: Number(number) })
          if (!row) throw new ProblemError('not_found')
          return row
        }
        const row = await revision(params.revision)
        const since = query.since === undefined ? undefined : await revision(query.since)
        const changes = since ? lineChanges(since.body, row.body) : []
        return {
          ...summarize(row, await namesFor(tenant, [row]), text.published_revision),
          body: row.body,
          keywords: JSON.parse(row.keywords) as string[],
          changes: since ? changes.map(({ kind, lines }) => ({ kind, lines: [...lines] })) : null,
        }
      },
    },
  }
}
