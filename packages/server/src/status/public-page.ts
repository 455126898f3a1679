import type { Notice } from '@aftercare/protocol'
import type { ServiceDefinition } from '@aftercare/protocol/service'
import { noticeLimits } from '@aftercare/protocol/status'
import { ProblemError } from '../handle/problem-error.ts'
import type { ServiceBook } from '../service/service-book.ts'
import type { Queryable } from '../storage/prepared.ts'
import { watchedSince } from './page-store.ts'
import { anybodyReading, definitionOf } from './reader.ts'
import { serializeNotices } from './serialize.ts'
import { listNoticeRows, type NoticeFilter } from './store.ts'

/** What is for everybody of one tenant, and where it stands. */
export interface PublicPage {
  readonly tenant: string
  readonly name: string
  readonly definition: ServiceDefinition
  /** Milliseconds; since when the service is watched. */
  readonly since: number
  /** Where the vendor tells of it: its own page, or the feed. */
  readonly url: string
  readonly now: number
  readonly locale: string | undefined
}

/** @throws ProblemError not_found where there is no such tenant */
export async function publicPage(
  { db, book }: { readonly db: Queryable; readonly book: ServiceBook },
  of: { readonly tenant: string; readonly root: string; readonly now: number; readonly locale: string | undefined },
): Promise<PublicPage> {
  const { tenant, root, now, locale } = of
  const [found] = await watchedSince(db, { tenant })
  if (!found) throw new ProblemError('not_found')
  const definition = await definitionOf(db, book, tenant)
  const url = definition.status?.url ?? `${root}${tenant}/history.atom`
  return { tenant, name: found.name, definition, since: found.created_at, url, now, locale }
}

/** Notices of such a page, the newest first. */
export async function noticesOfPage(
  db: Queryable,
  { tenant, definition, locale }: PublicPage,
  filter: Pick<NoticeFilter, 'kind' | 'open'>,
  recent: number = noticeLimits.recentUpdates,
): Promise<readonly Notice[]> {
  const limit = filter.open ? noticeLimits.open : noticeLimits.feed
  const rows = await listNoticeRows(db, { tenant, accounts: [], ...filter, limit })
  return serializeNotices(db, { ...anybodyReading({ tenant }), locale, recent }, definition, rows)
}
