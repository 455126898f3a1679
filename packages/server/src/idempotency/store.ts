import type { Insertable } from 'kysely'
import { prepared, type Queryable } from '../storage/prepared.ts'
import type { IdempotencyKeysTable } from '../storage/schema.ts'

/** No row comes back when another transaction holds the key already. */
export const insertAnswer = prepared((db, p: Insertable<IdempotencyKeysTable>) =>
  db
    .insertInto('idempotency_keys')
    .values({
      tenant: p.tenant,
      principal: p.principal,
      route: p.route,
      key: p.key,
      fingerprint: p.fingerprint,
      status: p.status,
      response: p.response,
      created_at: p.created_at,
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'principal', 'route', 'key']).doNothing())
    .returning('key'),
)

export const findAnswer = prepared((db, p: { tenant: string; principal: string; route: string; key: string }) =>
  db
    .selectFrom('idempotency_keys')
    .select(['fingerprint', 'status', 'response'])
    .where('tenant', '=', p.tenant)
    .where('principal', '=', p.principal)
    .where('route', '=', p.route)
    .where('key', '=', p.key),
)

/** Forgets answers given before an instant, in milliseconds. */
export async function pruneAnswers(db: Queryable, before: number): Promise<void> {
  await db.deleteFrom('idempotency_keys').where('created_at', '<', before).execute()
}
