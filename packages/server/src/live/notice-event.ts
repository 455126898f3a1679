import type { NoticeEvent } from '@aftercare/protocol'
import type { Selectable } from 'kysely'
import { accountsConcerned } from '../status/concern-store.ts'
import { findNotice, findUpdate } from '../status/store.ts'
import type { Queryable } from '../storage/prepared.ts'
import type { EventsTable } from '../storage/schema.ts'

type Row = Pick<Selectable<EventsTable>, 'seq' | 'at' | 'type' | 'notice_id' | 'component' | 'revision'>

/** Whom a notice concerns. */
export type Concerned = 'everybody' | ReadonlySet<string>

/** What a place of the log says of a notice or a component, and whom it is for: whom the notice concerns now. */
export async function noticeEvent(
  db: Queryable,
  tenant: string,
  { seq, at, type, notice_id: id, component, revision }: Row,
): Promise<{ readonly event: NoticeEvent; readonly concerned: Concerned } | undefined> {
  const envelope = { seq, at: new Date(at).toISOString() }
  if (type === 'component.changed') {
    return component === null ? undefined : { event: { ...envelope, type, component }, concerned: 'everybody' }
  }
  if (id === null || revision === null || !type.startsWith('notice.')) return undefined
  const [[row], [update]] = [
    await findNotice(db, { tenant, id }),
    await findUpdate(db, { tenant, notice: id, number: revision }),
  ]
  if (!row || !update) return undefined
  const concerned = row.everybody === 1 ? 'everybody' : await accountsConcerned(db, { tenant, notice: id })
  const notice = { id, kind: row.kind, status: update.status, revision }
  return { event: { ...envelope, type, notice } as NoticeEvent, concerned }
}
