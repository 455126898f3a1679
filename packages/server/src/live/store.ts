import { prepared, type Queryable } from '../storage/prepared.ts'

/** The newest position, up to where the log was pruned, and the number that rises with every change of who may what. */
export const logPosition = prepared((db, p: { tenant: string }) =>
  db.selectFrom('counters').select(['event_seq', 'events_pruned', 'standing']).where('tenant', '=', p.tenant),
)

/** Oldest first. */
export const eventsAfter = prepared((db, p: { tenant: string; seq: number; limit: number }) =>
  db
    .selectFrom('events')
    .select(['seq', 'at', 'type', 'ticket_id', 'message_id', 'article_id', 'locale', 'revision'])
    .select(['notice_id', 'component', 'audience'])
    .where('tenant', '=', p.tenant)
    .where('seq', '>', p.seq)
    .orderBy('seq')
    .limit(p.limit),
)

/** Forgets a tenant's events that happened before an instant (milliseconds), and says so in its counters. */
export async function pruneEvents(db: Queryable, tenant: string, before: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    // The same row first as in every write, so that none waits for the other.
    await tx.updateTable('counters').set({ tenant }).where('tenant', '=', tenant).execute()
    const newest = await tx
      .selectFrom('events')
      .select(({ fn }) => fn.max('seq').as('seq'))
      .where('tenant', '=', tenant)
      .where('at', '<', before)
      .executeTakeFirst()
    const seq = newest?.seq
    if (seq === null || seq === undefined) return
    await tx.updateTable('counters').set({ events_pruned: seq }).where('tenant', '=', tenant).execute()
    await tx.deleteFrom('events').where('tenant', '=', tenant).where('seq', '<=', seq).execute()
  })
}
