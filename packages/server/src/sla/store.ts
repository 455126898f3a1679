import { prepared } from '../storage/prepared.ts'

/** Keeps what was read of a ticket's clocks, and when to read them again. */
export const setClocks = prepared(
  (db, p: { tenant: string; ticket: string; clocks: string; wakeAt: number | null; nextDueAt: number }) =>
    db
      .updateTable('tickets')
      .set({ clocks: p.clocks, clocks_wake_at: p.wakeAt, next_due_at: p.nextDueAt })
      .where('tenant', '=', p.tenant)
      .where('id', '=', p.ticket),
)

/** Shares that have fired for a ticket. */
export const firedOf = prepared((db, p: { tenant: string; ticket: string }) =>
  db
    .selectFrom('sla_fired')
    .select(['clock', 'generation', 'share'])
    .where('tenant', '=', p.tenant)
    .where('ticket_id', '=', p.ticket),
)
