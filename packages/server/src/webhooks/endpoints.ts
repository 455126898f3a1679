import type { NewWebhook, Webhook, WebhookChange, WebhookDelivery } from '@aftercare/protocol'
import type { AuditNote, Writing } from '../journal/write.ts'
import type { Queryable } from '../storage/prepared.ts'
import { disabled } from './queue-webhooks.ts'
import { rotatingUntil } from './signature.ts'
import {
  attemptsOf,
  buryWaiting,
  type DeliveryRow,
  deleteEndpoint,
  type EndpointRow,
  findEndpoint,
  insertEndpoint,
  requeue,
  updateEndpoint,
} from './store.ts'

// What is done with endpoints, by staff over HTTP and by whoever runs the server: the same, with the same audit.

type Done<Result> = { readonly audit: AuditNote; readonly result: Result }

/** Undefined: the id is taken. */
export async function addEndpoint(
  { tx, tenant, now }: Writing,
  of: NewWebhook,
): Promise<Done<EndpointRow> | undefined> {
  const settings = { url: of.url, types: JSON.stringify(of.types), internal: of.internal ? 1 : 0 }
  const state = { disabled_reason: null, generation: 1, secret_at: now, failing_since: null, created_at: now }
  const row = { tenant, id: of.id, ...settings, ...state }
  if ((await insertEndpoint(tx, row)).length === 0) return undefined
  const details = { webhook: of.id, types: of.types, internal: of.internal ?? false }
  return { audit: { action: 'webhook.added', details }, result: row }
}

export async function changeEndpoint(
  { tx, tenant, now }: Writing,
  row: EndpointRow,
  of: WebhookChange,
): Promise<Done<EndpointRow>> {
  const enabled = of.enabled ?? row.disabled_reason === null
  const change = {
    url: of.url ?? row.url,
    types: of.types ? JSON.stringify(of.types) : row.types,
    internal: of.internal === undefined ? row.internal : of.internal ? 1 : 0,
    disabled_reason: enabled ? null : (row.disabled_reason ?? 'by_hand'),
    // Whoever repairs it begins anew.
    failing_since: of.enabled || of.url !== undefined ? null : row.failing_since,
  }
  await updateEndpoint(tx, row, change)
  if (!enabled) await buryWaiting(tx, { tenant, id: row.id, now, failure: disabled })
  const audit = { action: 'webhook.changed', details: { webhook: row.id, changed: Object.keys(of), enabled } }
  return { audit, result: { ...row, ...change } }
}

export async function removeEndpoint({ tx }: Writing, row: EndpointRow): Promise<Done<undefined>> {
  await deleteEndpoint(tx, row)
  return { audit: { action: 'webhook.removed', details: { webhook: row.id } }, result: undefined }
}

/** The secret before the new one signs as well for a day. */
export async function rotateEndpoint({ tx, now }: Writing, row: EndpointRow): Promise<Done<EndpointRow>> {
  const change = { generation: row.generation + 1, secret_at: now }
  await updateEndpoint(tx, row, change)
  const audit = { action: 'webhook.rotated', details: { webhook: row.id, generation: change.generation } }
  return { audit, result: { ...row, ...change } }
}

export async function replayEndpoint(
  { tx, tenant, now }: Writing,
  row: EndpointRow,
  of: { delivery?: string | undefined; since?: number | undefined },
): Promise<Done<number>> {
  const deliveries = await requeue(tx, { tenant, id: row.id, now, ...of })
  return { audit: { action: 'webhook.replayed', details: { webhook: row.id, deliveries } }, result: deliveries }
}

export async function endpointById(db: Queryable, tenant: string, id: string): Promise<EndpointRow | undefined> {
  const [row] = await findEndpoint(db, { tenant, id })
  return row
}

const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

export const serializeEndpoint = (row: EndpointRow, now: number): Webhook => ({
  id: row.id,
  url: row.url,
  types: JSON.parse(row.types) as string[],
  internal: row.internal === 1,
  enabled: row.disabled_reason === null,
  disabledReason: row.disabled_reason,
  rotatingUntil: instant(rotatingUntil(row, now)),
  failingSince: instant(row.failing_since),
  createdAt: new Date(row.created_at).toISOString(),
})

/** Deliveries of one endpoint, with what was answered to each. */
export async function serializeDeliveries(
  db: Queryable,
  { tenant, id }: Pick<EndpointRow, 'tenant' | 'id'>,
  rows: readonly DeliveryRow[],
): Promise<WebhookDelivery[]> {
  if (rows.length === 0) return []
  const attempts = await attemptsOf(db, { tenant, id, deliveries: rows.map((row) => row.id) })
  return rows.map((row) => ({
    id: row.id,
    type: row.type,
    state: row.delivered_at !== null ? 'delivered' : row.dead_at !== null ? 'dead' : 'waiting',
    createdAt: new Date(row.created_at).toISOString(),
    nextAttemptAt: instant(row.next_attempt_at),
    reason: row.dead_at === null ? null : row.failure,
    attempts: attempts
      .filter(({ delivery_id }) => delivery_id === row.id)
      .map(({ at, duration, status, failure, excerpt }) => {
        return { at: new Date(at).toISOString(), duration, status, failure, excerpt }
      }),
  }))
}
