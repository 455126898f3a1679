import { prepared, type Queryable } from '../storage/prepared.ts'

/** Begins anew where one is under way: the version in force is another by now. */
export const beginRecount = prepared((db, p: { tenant: string }) =>
  db
    .insertInto('service_recounts')
    .values({ tenant: p.tenant, after_id: '' })
    .onConflict((conflict) => conflict.column('tenant').doUpdateSet({ after_id: '' })),
)

/** Tenants whose open tickets are not all read by the version in force yet. */
export const tenantsToRecount = prepared((db, _: object) => db.selectFrom('service_recounts').select('tenant'))

export const recountOf = prepared((db, p: { tenant: string }) =>
  db.selectFrom('service_recounts').select('after_id').where('tenant', '=', p.tenant),
)

/** @param after id of the last ticket that was read; null: that was the last there is */
export async function keepRecount(db: Queryable, tenant: string, after: string | null): Promise<void> {
  await (after === null
    ? db.deleteFrom('service_recounts').where('tenant', '=', tenant).execute()
    : db.updateTable('service_recounts').set({ after_id: after }).where('tenant', '=', tenant).execute())
}

/** The next tickets in the order of their ids, open and closed alike, so that each batch is short work. */
export const ticketsAfter = prepared((db, p: { tenant: string; after: string; limit: number }) =>
  db
    .selectFrom('tickets')
    .select(['id', 'status', 'type', 'priority', 'service_version', 'clocks', 'resolved_at', 'closes_at', 'silence_at'])
    .where('tenant', '=', p.tenant)
    .where('id', '>', p.after)
    .orderBy('id')
    .limit(p.limit),
)
