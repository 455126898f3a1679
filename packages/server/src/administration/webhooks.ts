import { newId, type Webhook, type WebhookDelivery, webhookPatterns } from '@aftercare/protocol'
import type { Writing } from '../journal/write.ts'
import {
  addEndpoint,
  endpointById,
  removeEndpoint,
  replayEndpoint,
  rotateEndpoint,
  serializeDeliveries,
  serializeEndpoint,
} from '../webhooks/endpoints.ts'
import { queueTest } from '../webhooks/queue-webhooks.ts'
import { webhookSecret } from '../webhooks/signature.ts'
import { type EndpointRow, endpointsOf, listDeliveries } from '../webhooks/store.ts'
import type { WebhookSender } from '../webhooks/webhook-sender.ts'
import { AdministrationError } from './administration-error.ts'
import { type Journal, writeAsOperator } from './write-as-operator.ts'

type EndpointId = string & { readonly __brand: 'WebhookEndpointId' }

interface Named {
  readonly tenant: string
  readonly webhook: string
}

/**
 * Tells an endpoint of what happens from now on. Returns its id, and its secret, which is shown this once.
 *
 * @throws AdministrationError `invalid` (the address may not be called, a type does not exist), `not_found`
 */
export async function addWebhook(
  journal: Journal,
  of: { tenant: string; url: string; types: readonly string[]; internal?: boolean },
  { sender, linkKey }: { sender: WebhookSender; linkKey: Uint8Array },
): Promise<{ id: string; secret: string }> {
  const refusal = sender.refusalOf(of.url)
  if (refusal !== undefined) throw new AdministrationError('invalid', `This address may not be called: ${refusal}`)
  const unknown = of.types.find((type) => !webhookPatterns.includes(type))
  if (unknown !== undefined) {
    throw new AdministrationError('invalid', `There is no type "${unknown}"; there are ${webhookPatterns.join(', ')}`)
  }
  const settings = { url: of.url, types: [...of.types], internal: of.internal ?? false }
  return writeAsOperator(journal, of.tenant, async (writing) => {
    const done = await addEndpoint(writing, { id: newId<EndpointId>(journal.random), ...settings })
    if (!done) throw new Error('a random id was taken')
    const { audit, result } = done
    return { audit, result: { id: result.id, secret: webhookSecret(linkKey, result) } }
  })
}

/** A tenant's endpoints, oldest first. */
export async function listWebhooks(
  journal: Pick<Journal, 'database' | 'clock'>,
  tenant: string,
): Promise<readonly Webhook[]> {
  const rows = await endpointsOf(journal.database.reader, { tenant })
  return rows.map((row) => serializeEndpoint(row, journal.clock()))
}

/** @throws AdministrationError `not_found` */
export async function removeWebhook(journal: Journal, named: Named): Promise<void> {
  await onEndpoint(journal, named, removeEndpoint)
}

/**
 * Gives an endpoint a new secret and returns it, this once; for a day the one before signs as well.
 *
 * @throws AdministrationError `not_found`
 */
export async function rotateWebhook(journal: Journal, named: Named, linkKey: Uint8Array): Promise<string> {
  return webhookSecret(linkKey, await onEndpoint(journal, named, rotateEndpoint))
}

/**
 * Queues a `webhook.test`; returns the id of the delivery.
 *
 * @throws AdministrationError `not_found`
 */
export async function testWebhook(journal: Journal, named: Named): Promise<string> {
  return onEndpoint(journal, named, async (writing, row) => {
    const delivery = await queueTest(writing, row)
    return { audit: { action: 'webhook.tested', details: { webhook: row.id, delivery } }, result: delivery }
  })
}

/**
 * The last hundred deliveries, newest first.
 *
 * @throws AdministrationError `not_found`
 */
export async function listWebhookDeliveries(
  { database: { reader } }: Pick<Journal, 'database'>,
  { tenant, webhook, state }: Named & { state?: WebhookDelivery['state'] | undefined },
): Promise<readonly WebhookDelivery[]> {
  const of = { tenant, id: webhook }
  if (!(await endpointById(reader, tenant, webhook))) throw unknownEndpoint(webhook)
  return serializeDeliveries(reader, of, await listDeliveries(reader, { ...of, before: undefined, state, limit: 100 }))
}

/**
 * Puts one delivery on its way again, or all that were given up since an instant. Returns how many.
 *
 * @throws AdministrationError `not_found`
 */
export async function replayWebhook(
  journal: Journal,
  { delivery, since, ...named }: Named & { delivery?: string | undefined; since?: number | undefined },
): Promise<number> {
  return onEndpoint(journal, named, (writing, row) => replayEndpoint(writing, row, { delivery, since }))
}

const unknownEndpoint = (id: string) => new AdministrationError('not_found', `There is no webhook "${id}"`)

async function onEndpoint<Result>(
  journal: Journal,
  { tenant, webhook }: Named,
  work: (
    writing: Writing,
    row: EndpointRow,
  ) => Promise<{ audit: { action: string; details: Readonly<Record<string, unknown>> }; result: Result }>,
): Promise<Result> {
  return writeAsOperator(journal, tenant, async (writing) => {
    const row = await endpointById(writing.tx, tenant, webhook)
    if (!row) throw unknownEndpoint(webhook)
    return work(writing, row)
  })
}
