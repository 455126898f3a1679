import type { Insertable } from 'kysely'
import { prepared } from '../storage/prepared.ts'
import type { AuditLogTable, EventsTable } from '../storage/schema.ts'

/** Takes numbers and, until the transaction ends, the tenant's write lock. */
export const takeNumbers = prepared((db, p: { tenant: string; tickets: number; events: number }) =>
  db
    .updateTable('counters')
    .set((row) => ({
      ticket_number: row('ticket_number', '+', p.tickets),
      event_seq: row('event_seq', '+', p.events),
      audit_seq: row('audit_seq', '+', 1),
    }))
    .where('tenant', '=', p.tenant)
    .returning(['ticket_number', 'event_seq', 'audit_seq', 'audit_head']),
)

export const setAuditHead = prepared((db, p: { tenant: string; head: string }) =>
  db.updateTable('counters').set({ audit_head: p.head }).where('tenant', '=', p.tenant),
)

export const insertCounters = prepared((db, p: { tenant: string; head: string }) =>
  db
    .insertInto('counters')
    .values({ tenant: p.tenant, ticket_number: 0, event_seq: 0, events_pruned: 0, audit_seq: 0, audit_head: p.head }),
)

type Event = Insertable<EventsTable> & { notice_id: string | null; component: string | null }

export const insertEvent = prepared((db, p: Event) =>
  db.insertInto('events').values({
    tenant: p.tenant,
    seq: p.seq,
    at: p.at,
    type: p.type,
    ticket_id: p.ticket_id,
    message_id: p.message_id,
    article_id: p.article_id,
    locale: p.locale,
    revision: p.revision,
    notice_id: p.notice_id,
    component: p.component,
    audience: p.audience,
  }),
)

export const insertAuditEntry = prepared((db, p: Insertable<AuditLogTable>) =>
  db.insertInto('audit_log').values({
    tenant: p.tenant,
    seq: p.seq,
    at: p.at,
    actor: p.actor,
    action: p.action,
    details: p.details,
    previous_hash: p.previous_hash,
    hash: p.hash,
    mac: p.mac,
  }),
)

/** A stretch of the chain, oldest first. */
export const auditEntriesAfter = prepared((db, p: { tenant: string; seq: number; limit: number }) =>
  db
    .selectFrom('audit_log')
    .selectAll()
    .where('tenant', '=', p.tenant)
    .where('seq', '>', p.seq)
    .orderBy('seq')
    .limit(p.limit),
)

export const auditCounters = prepared((db, p: { tenant: string }) =>
  db.selectFrom('counters').select(['audit_seq', 'audit_head']).where('tenant', '=', p.tenant),
)
