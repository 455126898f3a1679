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

/** No row comes back when the share has fired before. */
export const insertFired = prepared(
  (
    db,
    p: {
      readonly tenant: string
      readonly ticket: string
      readonly clock: string
      readonly generation: number
      readonly share: number
      readonly now: number
    },
  ) =>
    db
      .insertInto('sla_fired')
      .values({
        tenant: p.tenant,
        ticket_id: p.ticket,
        clock: p.clock,
        generation: p.generation,
        share: p.share,
        fired_at: p.now,
      })
      .onConflict((conflict) => conflict.columns(['tenant', 'ticket_id', 'clock', 'generation', 'share']).doNothing())
      .returning('share'),
)
