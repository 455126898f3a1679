import { hearsOf, newId, type WebhookEventType } from '@aftercare/protocol'
import type { Writing } from '../journal/write.ts'
import { type EndpointRow, endpointsOf, insertDelivery, publicNotice, publicTicket } from './store.ts'

/** What a write tells the endpoints of its tenant: ids alone, whatever else there is they read with a token. */
export interface ToldEvent {
  readonly type: WebhookEventType
  /** Its position in the tenant's stream. */
  readonly seq: number
  readonly ticketId?: string
  readonly messageId?: string | null
  readonly article?: { readonly id: string; readonly locale: string | null; readonly revision: number | null }
  readonly notice?: string
  /** Of the notice's update. */
  readonly number?: number
  readonly component?: string
  /** Only staff see that it happened: told to endpoints of the provider's own alone. */
  readonly internal: boolean
}

type DeliveryId = string & { readonly __brand: 'WebhookDeliveryId' }

/** A disabled endpoint's deliveries wait to be replayed. */
export const disabled = 'endpoint_disabled'

/** More events than a write has; a delivery's position is that of its write and its place in it. */
const eventsPerWrite = 10_000

/** Leaves a delivery for each event and each endpoint that asked for it, in the transaction of the write. */
export async function queueWebhooks(
  writing: Pick<Writing, 'tx' | 'tenant' | 'now' | 'random' | 'auditSeq'>,
  events: readonly ToldEvent[],
): Promise<void> {
  if (events.length === 0) return
  const { tx, tenant, now } = writing
  const endpoints = await endpointsOf(tx, { tenant })
  if (endpoints.length === 0) return
  for (const [index, event] of events.entries()) {
    const hearing = endpoints.filter(
      (endpoint) => (!event.internal || endpoint.internal === 1) && hearsOf(JSON.parse(endpoint.types), event.type),
    )
    if (hearing.length === 0) continue
    const timestamp = new Date(now).toISOString()
    const body = JSON.stringify({ type: event.type, timestamp, data: await dataOf(writing, event) })
    const id = newMessageId(writing)
    for (const endpoint of hearing) {
      await leaveDelivery(writing, endpoint, { id, type: event.type, body, index })
    }
  }
}

/** Leaves a `webhook.test` for one endpoint. Returns its id. */
export async function queueTest(writing: Writing, endpoint: EndpointRow): Promise<string> {
  const { tenant, now } = writing
  const id = newMessageId(writing)
  const type = 'webhook.test'
  const body = JSON.stringify({ type, timestamp: new Date(now).toISOString(), data: { tenant, webhook: endpoint.id } })
  await leaveDelivery(writing, endpoint, { id, type, body, index: 0 })
  return id
}

const newMessageId = ({ random }: Pick<Writing, 'random'>): string => `msg_${newId<DeliveryId>(random)}`

async function leaveDelivery(
  { tx, tenant, now, auditSeq }: Pick<Writing, 'tx' | 'tenant' | 'now' | 'auditSeq'>,
  endpoint: EndpointRow,
  { id, type, body, index }: { id: string; type: WebhookEventType; body: string; index: number },
): Promise<void> {
  const off = endpoint.disabled_reason !== null
  await insertDelivery(tx, {
    ...{ tenant, endpoint_id: endpoint.id, id, type, body, created_at: now },
    position: auditSeq * eventsPerWrite + index,
    next_attempt_at: off ? null : now,
    dead_at: off ? now : null,
    failure: off ? disabled : null,
  })
}

/** Ids, numbers and public states, and where to read more, below the base path of the service. */
async function dataOf({ tx, tenant }: Pick<Writing, 'tx' | 'tenant'>, event: ToldEvent): Promise<object> {
  const { seq, ticketId, messageId, article, notice, number, component } = event
  if (article) return { tenant, seq, article, link: `/articles/${article.id}` }
  if (component !== undefined) return { tenant, seq, component: { id: component }, link: '/status' }
  if (notice !== undefined) {
    const [found] = await publicNotice(tx, { tenant, id: notice })
    return { tenant, seq, notice: { ...(found ?? { id: notice }), update: number }, link: `/notices/${notice}` }
  }
  const [ticket] = await publicTicket(tx, { tenant, id: ticketId! })
  return {
    ...{ tenant, seq, ticket: ticket ?? { id: ticketId } },
    ...(messageId !== null && { message: { id: messageId, internal: event.internal } }),
    link: `/tickets/${ticketId}`,
  }
}
