import type { reportSearches } from '@aftercare/protocol'
import { maskText } from '@aftercare/protocol/diagnostics'
import { articleLimits } from '@aftercare/protocol/knowledge'
import { defaultPageLimit } from '@aftercare/protocol/schemas'
import type { Handlers, ParsedInput } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import type { RateLimiter } from '../handle/rate-limit.ts'
import { tenantName } from '../identity/store.ts'
import type { Writing } from '../journal/write.ts'
import type { Services } from '../services.ts'
import { cutPage, positionOf } from '../tickets/cursor.ts'
import { addOutcomes, commentsOf, outcomesOf } from './outcome-store.ts'
import { withoutPhones } from './personal-data.ts'

/** A day as it is written (UTC). */
export const dayOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10)

/** What is searched for, whoever writes it how: one text without secrets and telephone numbers. */
export function searchedFor(query: string): string {
  // First, as digits and signs are written in full width too.
  const plain = withoutPhones(maskText(query.normalize('NFKC')))
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
  return [...plain].slice(0, articleLimits.searchedFor).join('').trim()
}

/** A page of a list that is counted anew each time: its cursor is how many came before. */
function pageOfCounted<Row>(rows: readonly Row[], offset: number, limit: number) {
  const numbered = rows.map((row, index) => ({ row, position: offset + index + 1 }))
  const { rows: page, next } = cutPage(numbered, limit, ({ position }) => position)
  return { rows: page.map(({ row }) => row), next }
}

/** Adds a report to the day's counts. */
async function count({ searches }: ParsedInput<typeof reportSearches>['body'], { tx, tenant, now }: Writing) {
  for (const { locale, query: typed, found, opened, solved, ticket } of searches) {
    const query = searchedFor(typed)
    if (query === '') continue
    const none = found === 0
    await addOutcomes(tx, {
      ...{ tenant, day: dayOf(now), locale, query, searches: 1, without_result: none ? 1 : 0 },
      ...{ without_click: none || opened || solved ? 0 : 1, ticket_after: ticket ? 1 : 0 },
      // Who went on and raised a ticket after all was not spared one.
      solved: solved && !ticket ? 1 : 0,
    })
  }
  // Neither what was searched for nor when exactly: the audit log names who calls.
  return { audit: { action: 'searches.reported', details: {} }, body: { taken: searches.length } }
}

/** What searches and readers teach about what is written. */
export function learningHandlers(
  { database }: Services,
  { reports }: { readonly reports: RateLimiter | undefined },
): Pick<Handlers, 'reportSearches' | 'listSearches' | 'listComments'> {
  const { reader } = database
  const limitOf = (asked: string | undefined) => (asked === undefined ? defaultPageLimit : Number(asked))
  return {
    reportSearches: {
      kind: 'write',
      needs: {},
      write: (_, { body }, writing) => count(body, writing),
      async authorizeReplay() {},
      async writePublic({ tenant, now }, { body }, once) {
        // Whoever brings no token may name any tenant, and is not told which are there.
        if ((await tenantName(reader, { id: tenant })).length === 0) return { taken: body.searches.length }
        const verdict = reports?.take(tenant, now)
        if (verdict?.allowed === false) throw new ProblemError('rate_limited', { headers: verdict.headers })
        await once({ fingerprint: body, work: (writing) => count(body, writing) })
        return { taken: body.searches.length }
      },
    },

    listSearches: {
      kind: 'read',
      async read({ principal: { tenant } }, { query: { cursor, limit: asked, locale } }) {
        const [offset, limit] = [positionOf(cursor) ?? 0, limitOf(asked)]
        const found = await outcomesOf(reader, { tenant, locale, offset, limit: limit + 1 })
        const { rows, next } = pageOfCounted(found, offset, limit)
        const items = rows.map((row) => ({
          ...{ locale: row.locale, query: row.query, searches: Number(row.searches) },
          ...{ withoutResult: Number(row.without_result), withoutClick: Number(row.without_click) },
          ...{ ticketAfter: Number(row.ticket_after), solved: Number(row.solved) },
        }))
        return { items, next }
      },
    },

    listComments: {
      kind: 'read',
      async read({ principal: { tenant } }, { query: { cursor, limit: asked } }) {
        const [offset, limit] = [positionOf(cursor) ?? 0, limitOf(asked)]
        const { rows, next } = pageOfCounted(
          await commentsOf(reader, { tenant, offset, limit: limit + 1 }),
          offset,
          limit,
        )
        const items = rows.map(({ article_id: article, slug, locale, helpful, reason, comment, at }) => ({
          ...{ article, slug, locale, helpful: helpful === 1, reason, comment: comment ?? '' },
          at: new Date(at).toISOString(),
        }))
        return { items, next }
      },
    },
  }
}
