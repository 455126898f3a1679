import * as z from 'zod/mini'
import { uuidSchema } from '../wire/id-schema.ts'
import { page, pageQuery } from '../wire/page.ts'
import type { ProblemCode } from '../wire/problem.ts'
import type { RouteSchemas } from '../wire/route.ts'
import {
  newWebhookSchema,
  webhookChangeSchema,
  webhookDeliverySchema,
  webhookDeliveryStates,
  webhookReplaySchema,
  webhookSchema,
  webhookSecretSchema,
} from './webhook.ts'

const params = z.strictObject({ webhook: uuidSchema })

const keyProblems = [
  'idempotency_key_missing',
  'idempotency_in_flight',
  'idempotency_mismatch',
] as const satisfies readonly ProblemCode[]
const writeProblems = [
  'malformed_json',
  'body_too_large',
  'unsupported_media_type',
  'validation_failed',
  ...keyProblems,
] as const satisfies readonly ProblemCode[]
const nothing = z.strictObject({})

export const listWebhooksSchemas = {
  summary: 'Endpoints that are told of what happens, oldest first',
  output: z.object({ items: z.array(webhookSchema) }),
  problems: [],
} as const satisfies RouteSchemas

export const createWebhookSchemas = {
  summary: 'Tell an endpoint of what happens from now on; its secret is read apart',
  body: newWebhookSchema,
  output: webhookSchema,
  problems: [...writeProblems, 'id_unavailable'],
} as const satisfies RouteSchemas

export const changeWebhookSchemas = {
  summary: 'Change an endpoint, or turn it off and on',
  params,
  body: webhookChangeSchema,
  output: webhookSchema,
  problems: [...writeProblems, 'not_found'],
} as const satisfies RouteSchemas

export const removeWebhookSchemas = {
  summary: 'Remove an endpoint and its deliveries',
  params,
  output: z.object({ id: z.string() }),
  problems: [...keyProblems, 'not_found'],
} as const satisfies RouteSchemas

export const rotateWebhookSchemas = {
  summary: 'Give an endpoint a new secret; for a day the one before signs as well',
  params,
  body: nothing,
  output: webhookSchema,
  problems: [...writeProblems, 'not_found'],
} as const satisfies RouteSchemas

export const readWebhookSecretSchemas = {
  summary: 'The secret of an endpoint, within ten minutes after it was made; not found from then on',
  params,
  output: webhookSecretSchema,
  problems: ['not_found'],
} as const satisfies RouteSchemas

export const testWebhookSchemas = {
  summary: 'Send an endpoint a webhook.test',
  params,
  body: nothing,
  output: z.object({ delivery: z.string() }),
  problems: [...writeProblems, 'not_found'],
} as const satisfies RouteSchemas

export const listWebhookDeliveriesSchemas = {
  summary: 'What an endpoint was told and what it answered, newest first; kept for 30 days',
  params,
  query: z.strictObject({ ...pageQuery, state: z.optional(z.enum(webhookDeliveryStates)) }),
  output: page(webhookDeliverySchema),
  problems: ['not_found'],
} as const satisfies RouteSchemas

export const replayWebhookSchemas = {
  summary: 'Send again, by its id or all that was given up since an instant, under the same ids',
  params,
  body: webhookReplaySchema,
  output: z.object({ deliveries: z.int() }),
  problems: [...writeProblems, 'not_found'],
} as const satisfies RouteSchemas
