import { defaultPageLimit } from '@aftercare/protocol/schemas'
import type { Handlers } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../storage/prepared.ts'
import { cutPage, positionOf } from '../tickets/cursor.ts'
import {
  addEndpoint,
  changeEndpoint,
  endpointById,
  removeEndpoint,
  replayEndpoint,
  rotateEndpoint,
  serializeDeliveries,
  serializeEndpoint,
} from './endpoints.ts'
import { queueTest } from './queue-webhooks.ts'
import { secretShown, webhookSecret } from './signature.ts'
import { type EndpointRow, endpointsOf, listDeliveries } from './store.ts'
import type { WebhookOptions } from './webhook-sender.ts'

type WebhookHandlers = Pick<
  Handlers,
  | 'listWebhooks'
  | 'createWebhook'
  | 'changeWebhook'
  | 'removeWebhook'
  | 'rotateWebhook'
  | 'readWebhookSecret'
  | 'testWebhook'
  | 'listWebhookDeliveries'
  | 'replayWebhook'
>

/** @param options absent where nothing is sent: then no address is let in */
export function webhookHandlers(services: Services, options: WebhookOptions | undefined): WebhookHandlers {
  const { database, clock, linkKey } = services
  const { reader } = database

  /** @throws ProblemError not_found */
  async function endpointOf(db: Queryable, tenant: string, id: string): Promise<EndpointRow> {
    const row = await endpointById(db, tenant, id)
    if (!row) throw new ProblemError('not_found')
    return row
  }

  /** @throws ProblemError validation_failed */
  function checkUrl(url: string | undefined): void {
    if (url === undefined) return
    if (options && options.sender.refusalOf(url) === undefined) return
    throw new ProblemError('validation_failed', { errors: [{ pointer: '/url', code: 'not_allowed' }] })
  }

  const authorizeReplay = async () => {}

  return {
    listWebhooks: {
      kind: 'read',
      async read({ principal, now }) {
        const rows = await endpointsOf(reader, { tenant: principal.tenant })
        return { items: rows.map((row) => serializeEndpoint(row, now)) }
      },
    },

    createWebhook: {
      kind: 'write',
      needs: {},
      async write(_, { body }, writing) {
        checkUrl(body.url)
        const done = await addEndpoint(writing, body)
        if (!done) throw new ProblemError('id_unavailable')
        return { audit: done.audit, body: serializeEndpoint(done.result, writing.now) }
      },
      authorizeReplay,
    },

    changeWebhook: {
      kind: 'write',
      needs: {},
      async write(_, { params, body }, writing) {
        checkUrl(body.url)
        const row = await endpointOf(writing.tx, writing.tenant, params.webhook)
        const { audit, result } = await changeEndpoint(writing, row, body)
        return { audit, body: serializeEndpoint(result, writing.now) }
      },
      authorizeReplay,
    },

    removeWebhook: {
      kind: 'write',
      needs: {},
      async write(_, { params }, writing) {
        const row = await endpointOf(writing.tx, writing.tenant, params.webhook)
        const { audit } = await removeEndpoint(writing, row)
        return { audit, body: { id: row.id } }
      },
      authorizeReplay,
    },

    rotateWebhook: {
      kind: 'write',
      needs: {},
      async write(_, { params }, writing) {
        const row = await endpointOf(writing.tx, writing.tenant, params.webhook)
        const { audit, result } = await rotateEndpoint(writing, row)
        return { audit, body: serializeEndpoint(result, writing.now) }
      },
      authorizeReplay,
    },

    readWebhookSecret: {
      kind: 'read',
      async read({ principal }, { params }) {
        const row = await endpointOf(reader, principal.tenant, params.webhook)
        if (clock() > row.secret_at + secretShown) throw new ProblemError('not_found')
        return { secret: webhookSecret(linkKey, row) }
      },
    },

    testWebhook: {
      kind: 'write',
      needs: {},
      async write(_, { params }, writing) {
        const row = await endpointOf(writing.tx, writing.tenant, params.webhook)
        const delivery = await queueTest(writing, row)
        return { audit: { action: 'webhook.tested', details: { webhook: row.id, delivery } }, body: { delivery } }
      },
      authorizeReplay,
    },

    listWebhookDeliveries: {
      kind: 'read',
      async read({ principal: { tenant } }, { params, query }) {
        const { id } = await endpointOf(reader, tenant, params.webhook)
        const limit = query.limit === undefined ? defaultPageLimit : Number(query.limit)
        const before = positionOf(query.cursor)
        const found = await listDeliveries(reader, { tenant, id, before, state: query.state, limit: limit + 1 })
        const { rows, next } = cutPage(found, limit, ({ position }) => position)
        return { items: await serializeDeliveries(reader, { tenant, id }, rows), next }
      },
    },

    replayWebhook: {
      kind: 'write',
      needs: {},
      async write(_, { params, body }, writing) {
        const row = await endpointOf(writing.tx, writing.tenant, params.webhook)
        const since = body.since === undefined ? undefined : Date.parse(body.since)
        const { audit, result } = await replayEndpoint(writing, row, { delivery: body.delivery, since })
        return { audit, body: { deliveries: result } }
      },
      authorizeReplay,
    },
  }
}
