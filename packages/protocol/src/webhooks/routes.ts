import { route } from '../wire/route.ts'

const schemas = () => import('./contracts.ts')

export const listWebhooks = route({ id: 'listWebhooks', method: 'GET', path: '/webhooks', kind: 'read' }, () =>
  schemas().then((contracts) => contracts.listWebhooksSchemas),
)

export const createWebhook = route({ id: 'createWebhook', method: 'POST', path: '/webhooks', kind: 'write' }, () =>
  schemas().then((contracts) => contracts.createWebhookSchemas),
)

export const changeWebhook = route(
  { id: 'changeWebhook', method: 'PATCH', path: '/webhooks/:webhook', kind: 'write', success: 200 },
  () => schemas().then((contracts) => contracts.changeWebhookSchemas),
)

export const removeWebhook = route(
  { id: 'removeWebhook', method: 'DELETE', path: '/webhooks/:webhook', kind: 'write', success: 200 },
  () => schemas().then((contracts) => contracts.removeWebhookSchemas),
)

export const rotateWebhook = route(
  { id: 'rotateWebhook', method: 'POST', path: '/webhooks/:webhook/rotations', kind: 'write' },
  () => schemas().then((contracts) => contracts.rotateWebhookSchemas),
)

export const readWebhookSecret = route(
  { id: 'readWebhookSecret', method: 'GET', path: '/webhooks/:webhook/secret', kind: 'read' },
  () => schemas().then((contracts) => contracts.readWebhookSecretSchemas),
)

export const testWebhook = route(
  { id: 'testWebhook', method: 'POST', path: '/webhooks/:webhook/tests', kind: 'write' },
  () => schemas().then((contracts) => contracts.testWebhookSchemas),
)

export const listWebhookDeliveries = route(
  { id: 'listWebhookDeliveries', method: 'GET', path: '/webhooks/:webhook/deliveries', kind: 'read' },
  () => schemas().then((contracts) => contracts.listWebhookDeliveriesSchemas),
)

export const replayWebhook = route(
  { id: 'replayWebhook', method: 'POST', path: '/webhooks/:webhook/replays', kind: 'write' },
  () => schemas().then((contracts) => contracts.replayWebhookSchemas),
)
