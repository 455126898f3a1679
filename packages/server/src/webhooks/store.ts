import type { Insertable, Selectable } from 'kysely'
import type { Database } from '../storage/database.ts'
import { prepared, type Queryable } from '../storage/prepared.ts'
import type { WebhookAttemptsTable, WebhookDeliveriesTable, WebhookEndpointsTable } from '../storage/schema.ts'

export type EndpointRow = Selectable<WebhookEndpointsTable>
export type DeliveryRow = Selectable<WebhookDeliveriesTable>

/** Oldest first. */
export const endpointsOf = prepared((db, p: { tenant: string }) =>
  db.selectFrom('webhook_endpoints').selectAll().where('tenant', '=', p.tenant).orderBy('created_at').orderBy('id'),
)

export const findEndpoint = prepared((db, p: { tenant: string; id: string }) =>
  db.selectFrom('webhook_endpoints').selectAll().where('tenant', '=', p.tenant).where('id', '=', p.id),
)

/** No row: the id is taken. */
export const insertEndpoint = (db: Queryable, row: EndpointRow) =>
  db
    .insertInto('webhook_endpoints')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
    .returning('id')
    .execute()

export const updateEndpoint = (
  db: Queryable,
  { tenant, id }: { tenant: string; id: string },
  change: Partial<EndpointRow>,
) => db.updateTable('webhook_endpoints').set(change).where('tenant', '=', tenant).where('id', '=', id).execute()

export async function deleteEndpoint(db: Queryable, { tenant, id }: { tenant: string; id: string }): Promise<void> {
  await db.deleteFrom('webhook_attempts').where('tenant', '=', tenant).where('endpoint_id', '=', id).execute()
  await db.deleteFrom('webhook_deliveries').where('tenant', '=', tenant).where('endpoint_id', '=', id).execute()
  await db.deleteFrom('webhook_endpoints').where('tenant', '=', tenant).where('id', '=', id).execute()
}

/** What everybody on a ticket may know of it. */
export const publicTicket = prepared((db, p: { tenant: string; id: string }) =>
  db.selectFrom('tickets').select(['id', 'number', 'status']).where('tenant', '=', p.tenant).where('id', '=', p.id),
)

export const publicNotice = prepared((db, p: { tenant: string; id: string }) =>
  db.selectFrom('notices').select(['id', 'kind', 'status']).where('tenant', '=', p.tenant).where('id', '=', p.id),
)

type NewDelivery = Omit<Insertable<WebhookDeliveriesTable>, 'failures' | 'claimed_until' | 'delivered_at'>

export const insertDelivery = prepared((db, p: NewDelivery) =>
  db.insertInto('webhook_deliveries').values({
    tenant: p.tenant,
    endpoint_id: p.endpoint_id,
    id: p.id,
    position: p.position,
    type: p.type,
    body: p.body,
    created_at: p.created_at,
    failures: 0,
    next_attempt_at: p.next_attempt_at!,
    dead_at: p.dead_at!,
    failure: p.failure!,
  }),
)

/** Endpoints with something to be sent now that nobody has in hand. */
export const endpointsWithDue = prepared((db, p: { now: number }) =>
  db
    .selectFrom('webhook_endpoints as e')
    .select(['e.tenant', 'e.id'])
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('webhook_deliveries as d')
          .select('d.id')
          .whereRef('d.tenant', '=', 'e.tenant')
          .whereRef('d.endpoint_id', '=', 'e.id')
          .where('d.next_attempt_at', '<=', p.now)
          .where(({ eb, or }) => or([eb('d.claimed_until', 'is', null), eb('d.claimed_until', '<=', p.now)])),
      ),
    ),
)

/** Takes deliveries of one endpoint for this process alone, until `until`, in one statement: two never claim the same. */
export function claimDeliveries(
  { kysely, kind }: Database,
  { tenant, id, now, until, limit }: { tenant: string; id: string; now: number; until: number; limit: number },
): Promise<DeliveryRow[]> {
  const due = kysely
    .selectFrom('webhook_deliveries as d')
    .select('d.id')
    .where('d.tenant', '=', tenant)
    .where('d.endpoint_id', '=', id)
    .where('d.next_attempt_at', '<=', now)
    .where(({ eb, or }) => or([eb('d.claimed_until', 'is', null), eb('d.claimed_until', '<=', now)]))
    .orderBy('d.next_attempt_at')
    .limit(limit)
  return kysely
    .with(
      (name) => name('due').materialized(),
      () => (kind === 'postgres' ? due.forUpdate('d').skipLocked() : due),
    )
    .updateTable('webhook_deliveries')
    .from('due')
    .set({ claimed_until: until })
    .where('webhook_deliveries.tenant', '=', tenant)
    .where('webhook_deliveries.endpoint_id', '=', id)
    .whereRef('webhook_deliveries.id', '=', 'due.id')
    .returning([
      'webhook_deliveries.tenant',
      'webhook_deliveries.endpoint_id',
      'webhook_deliveries.id',
      'webhook_deliveries.position',
      'webhook_deliveries.type',
      'webhook_deliveries.body',
      'webhook_deliveries.created_at',
      'webhook_deliveries.failures',
      'webhook_deliveries.next_attempt_at',
      'webhook_deliveries.claimed_until',
      'webhook_deliveries.delivered_at',
      'webhook_deliveries.dead_at',
      'webhook_deliveries.failure',
    ])
    .execute()
}

/** What became of a claimed delivery; whoever has lost the claim meanwhile changes nothing. Returns whether it was had. */
export async function settleDelivery(
  db: Queryable,
  { tenant, endpoint_id, id, claimed_until }: DeliveryRow,
  change: Partial<DeliveryRow>,
): Promise<boolean> {
  const settled = await db
    .updateTable('webhook_deliveries')
    .set({ claimed_until: null, ...change })
    .where('tenant', '=', tenant)
    .where('endpoint_id', '=', endpoint_id)
    .where('id', '=', id)
    .where('claimed_until', '=', claimed_until)
    .returning('id')
    .execute()
  return settled.length > 0
}

export const insertAttempt = (db: Queryable, row: WebhookAttemptsTable) =>
  db.insertInto('webhook_attempts').values(row).execute()

/** Gives up whatever waits for an endpoint. */
export const buryWaiting = (db: Queryable, p: { tenant: string; id: string; now: number; failure: string }) =>
  db
    .updateTable('webhook_deliveries')
    .set({ next_attempt_at: null, claimed_until: null, dead_at: p.now, failure: p.failure })
    .where('tenant', '=', p.tenant)
    .where('endpoint_id', '=', p.id)
    .where('next_attempt_at', 'is not', null)
    .execute()

/** Puts deliveries on their way again: one by its id, or those that were given up since an instant. Returns how many. */
export async function requeue(
  db: Queryable,
  p: { tenant: string; id: string; now: number; delivery?: string | undefined; since?: number | undefined },
): Promise<number> {
  let query = db
    .updateTable('webhook_deliveries')
    .set({
      ...{ next_attempt_at: p.now, claimed_until: null, failures: 0 },
      ...{ delivered_at: null, dead_at: null, failure: null },
    })
    .where('tenant', '=', p.tenant)
    .where('endpoint_id', '=', p.id)
    .where('next_attempt_at', 'is', null)
  if (p.delivery !== undefined) query = query.where('id', '=', p.delivery)
  else query = query.where('dead_at', 'is not', null).where('created_at', '>=', p.since ?? 0)
  return (await query.returning('id').execute()).length
}

const column = { waiting: 'next_attempt_at', delivered: 'delivered_at', dead: 'dead_at' } as const

/** Newest first. */
export function listDeliveries(
  db: Queryable,
  p: { tenant: string; id: string; before: number | undefined; state?: keyof typeof column | undefined; limit: number },
): Promise<DeliveryRow[]> {
  let query = db
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('tenant', '=', p.tenant)
    .where('endpoint_id', '=', p.id)
  if (p.before !== undefined) query = query.where('position', '<', p.before)
  if (p.state) query = query.where(column[p.state], 'is not', null)
  return query.orderBy('position', 'desc').limit(p.limit).execute()
}

export const attemptsOf = (db: Queryable, p: { tenant: string; id: string; deliveries: readonly string[] }) =>
  db
    .selectFrom('webhook_attempts')
    .selectAll()
    .where('tenant', '=', p.tenant)
    .where('endpoint_id', '=', p.id)
    .where('delivery_id', 'in', p.deliveries)
    .orderBy('at')
    .execute()

/** Forgets what is done, and was queued before an instant, with all that was answered. */
export async function pruneDeliveries(db: Queryable, before: number): Promise<void> {
  await db
    .deleteFrom('webhook_attempts as a')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('webhook_deliveries as d')
          .select('d.id')
          .where('d.created_at', '<', before)
          .where('d.next_attempt_at', 'is', null)
          .whereRef('d.tenant', '=', 'a.tenant')
          .whereRef('d.endpoint_id', '=', 'a.endpoint_id')
          .whereRef('d.id', '=', 'a.delivery_id'),
      ),
    )
    .execute()
  await db
    .deleteFrom('webhook_deliveries')
    .where('created_at', '<', before)
    .where('next_attempt_at', 'is', null)
    .execute()
}
