import type { listNotices, readNotice, readStatus, readUptime } from '@aftercare/protocol'
import { defaultPageLimit } from '@aftercare/protocol/schemas'
import { noticeLimits } from '@aftercare/protocol/status'
import type { Handlers, ParsedInput } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import type { Services } from '../services.ts'
import { cutPage, positionOf } from '../tickets/cursor.ts'
import { statusOf, uptimesOf } from './present.ts'
import { anybodyReading, definitionOf, type StatusReader, statusReader } from './reader.ts'
import { serializeNotices } from './serialize.ts'
import { findConcerning, listNoticeRows } from './store.ts'

type ReaderHandlers = Pick<Handlers, 'readStatus' | 'readUptime' | 'listNotices' | 'readNotice'>

/** What readers see: what does not concern them is not there. */
export function statusReaderHandlers({ database, book }: Services): ReaderHandlers {
  const { reader } = database

  async function status(who: StatusReader, { query }: ParsedInput<typeof readStatus>, now: number) {
    const definition = await definitionOf(reader, book, who.tenant)
    return statusOf(reader, definition, { ...who, locale: query.locale, now })
  }

  async function uptime(who: StatusReader, { query }: ParsedInput<typeof readUptime>, now: number) {
    const definition = await definitionOf(reader, book, who.tenant)
    return uptimesOf(reader, definition, { ...who, locale: query.locale, zone: query.zone, now })
  }

  async function list(who: StatusReader, { query }: ParsedInput<typeof listNotices>) {
    const { kind, locale, cursor } = query
    const limit = query.limit === undefined ? defaultPageLimit : Number(query.limit)
    const { tenant, accounts } = who
    const filter = { tenant, accounts, kind, before: positionOf(cursor), limit: limit + 1 }
    const { rows, next } = cutPage(await listNoticeRows(reader, filter), limit, ({ position }) => position)
    if (rows.length === 0) return { items: [], next }
    const definition = await definitionOf(reader, book, tenant)
    return { items: await serializeNotices(reader, { ...who, locale }, definition, rows), next }
  }

  async function readOne(who: StatusReader, { params, query }: ParsedInput<typeof readNotice>) {
    const row = await findConcerning(reader, { tenant: who.tenant, id: params.noticeId }, who.accounts)
    if (!row) throw new ProblemError('not_found')
    const definition = await definitionOf(reader, book, who.tenant)
    const reading = { ...who, locale: query.locale, recent: noticeLimits.updates }
    const [notice] = await serializeNotices(reader, reading, definition, [row])
    return notice!
  }

  return {
    readStatus: {
      kind: 'read',
      read: ({ principal, now }, input) => status(statusReader(principal), input, now),
      readPublic: (nobody, input) => status(anybodyReading(nobody), input, nobody.now),
    },
    readUptime: {
      kind: 'read',
      read: ({ principal, now }, input) => uptime(statusReader(principal), input, now),
      readPublic: (nobody, input) => uptime(anybodyReading(nobody), input, nobody.now),
    },
    listNotices: {
      kind: 'read',
      read: ({ principal }, input) => list(statusReader(principal), input),
      readPublic: (nobody, input) => list(anybodyReading(nobody), input),
    },
    readNotice: {
      kind: 'read',
      read: ({ principal }, input) => readOne(statusReader(principal), input),
      readPublic: (nobody, input) => readOne(anybodyReading(nobody), input),
    },
  }
}
