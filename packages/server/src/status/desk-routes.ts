import { defaultPageLimit } from '@aftercare/protocol/schemas'
import type { Handlers } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../storage/prepared.ts'
import { cutPage, positionOf } from '../tickets/cursor.ts'
import { definitionOf } from './reader.ts'
import { serializeWholeNotice, summarizeNotices } from './serialize.ts'
import { noNotice, say } from './spell-store.ts'
import { findNotice, listNoticeRows, type NoticeRow } from './store.ts'
import { beginNotice, continueNotice, eventsOfNotice } from './write-notice.ts'

type DeskHandlers = Pick<
  Handlers,
  'listWholeNotices' | 'readWholeNotice' | 'openNotice' | 'updateNotice' | 'setComponentState'
>

/** @throws ProblemError not_found */
async function noticeOf(db: Queryable, tenant: string, id: string): Promise<NoticeRow> {
  const [row] = await findNotice(db, { tenant, id })
  if (!row) throw new ProblemError('not_found')
  return row
}

/** Notices for those who write them. */
export function statusDeskHandlers({ database, book }: Services): DeskHandlers {
  const { reader } = database
  const whole = async (db: Queryable, tenant: string, id: string) =>
    serializeWholeNotice(db, tenant, await definitionOf(db, book, tenant), await noticeOf(db, tenant, id))
  return {
    listWholeNotices: {
      kind: 'read',
      async read({ principal: { tenant } }, { query: { cursor, limit: asked, kind, open } }) {
        const limit = asked === undefined ? defaultPageLimit : Number(asked)
        const of = { tenant, accounts: 'all' as const, kind, open: open === undefined ? undefined : open === 'true' }
        const found = await listNoticeRows(reader, { ...of, before: positionOf(cursor), limit: limit + 1 })
        const { rows, next } = cutPage(found, limit, ({ position }) => position)
        const definition = await definitionOf(reader, book, tenant)
        return { items: await summarizeNotices(reader, tenant, definition, rows), next }
      },
    },

    readWholeNotice: {
      kind: 'read',
      read: ({ principal }, { params }) => whole(reader, principal.tenant, params.noticeId),
    },

    openNotice: {
      kind: 'write',
      needs: { events: eventsOfNotice },
      async write(_, { body }, writing) {
        const { tx, tenant } = writing
        await beginNotice(writing, await definitionOf(tx, book, tenant), body)
        const { id: notice, kind, impact } = body
        return {
          audit: { action: 'notice.created', details: { notice, kind, impact } },
          body: await whole(tx, tenant, notice),
        }
      },
      async authorizeReplay() {},
    },

    updateNotice: {
      kind: 'write',
      needs: { events: eventsOfNotice },
      async write(_, { params: { noticeId: notice }, body }, writing) {
        const { tx, tenant } = writing
        const row = await noticeOf(tx, tenant, notice)
        const news = await continueNotice(writing, await definitionOf(tx, book, tenant), row, body)
        const { status } = body
        return {
          audit: { action: `notice.${news}`, details: { notice, status, number: row.revision + 1 } },
          body: await whole(tx, tenant, notice),
        }
      },
      async authorizeReplay() {},
    },

    setComponentState: {
      kind: 'write',
      needs: { events: 1 },
      async write(_, { params: { component }, body: { state } }, writing) {
        const { tx, tenant, now: at, auditSeq: seq } = writing
        const { components } = await definitionOf(tx, book, tenant)
        if (!components.some(({ id }) => id === component)) throw new ProblemError('not_found')
        const before = await say(tx, { tenant, component, notice: noNotice }, { state, at, seq })
        if (before !== state) await writing.appendStatusEvent({ type: 'component.changed', component })
        return { audit: { action: 'component.changed', details: { component, state } }, body: { component, state } }
      },
      async authorizeReplay() {},
    },
  }
}
