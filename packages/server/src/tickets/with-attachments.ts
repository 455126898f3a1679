import type { Attachment, Ticket } from '@aftercare/protocol'
import { serializeAttachment } from '../files/serialize.ts'
import { filesOf } from '../files/store.ts'
import type { Queryable } from '../storage/prepared.ts'
import { serializeTicket } from './serialize.ts'
import type { ListedRow } from './store.ts'

/** Tickets as they stand now (milliseconds), with what was attached to them when they were raised. */
export async function withAttachments(
  db: Queryable,
  tenant: string,
  rows: readonly ListedRow[],
  now: number,
): Promise<Ticket[]> {
  const files = await filesOf(db, { tenant, tickets: rows.map(({ id }) => id) })
  const byTicket = new Map<string | null, Attachment[]>()
  for (const file of files) {
    byTicket.set(file.ticket_id, [...(byTicket.get(file.ticket_id) ?? []), serializeAttachment(file)])
  }
  return rows.map((row) => serializeTicket(row, byTicket.get(row.id) ?? [], now))
}
