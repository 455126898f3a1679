import * as z from 'zod/mini'
import { uuidSchema } from '../wire/id-schema.ts'
import { instantSchema } from '../wire/instant.ts'
import { requiredLine } from '../wire/text.ts'
import { webhookPatterns } from './event-types.ts'

const patternSchema = z.string().check(z.refine((pattern) => webhookPatterns.includes(pattern)))

const settings = {
  /** `https`, without user and password; which addresses may be called is the operator's to say. */
  url: requiredLine(2_000),
  /** Types, `ticket.*`, or `*`. */
  types: z.array(patternSchema).check(z.minLength(1), z.maxLength(50)),
}
/** Whether it belongs to the provider, and hears that there are internal notes and drafts of articles: ids, never texts. */
const internal = z.boolean()

export const newWebhookSchema = z.strictObject({ id: uuidSchema, ...settings, internal: z.optional(internal) })
export type NewWebhook = z.infer<typeof newWebhookSchema>

export const webhookChangeSchema = z.strictObject({
  url: z.optional(settings.url),
  types: z.optional(settings.types),
  internal: z.optional(internal),
  enabled: z.optional(z.boolean()),
})
export type WebhookChange = z.infer<typeof webhookChangeSchema>

export const webhookSchema = z.object({
  id: z.string(),
  url: z.string(),
  types: z.array(z.string()),
  internal,
  enabled: z.boolean(),
  /** Why it is not enabled: `by_hand`, `gone` (410), `failing` for days. */
  disabledReason: z.nullable(z.string()),
  /** Until when the secret before the present one signs as well. */
  rotatingUntil: z.nullable(instantSchema),
  /** Since when nothing arrives any more. */
  failingSince: z.nullable(instantSchema),
  createdAt: instantSchema,
})
export type Webhook = z.infer<typeof webhookSchema>

/** `whsec_` and the base64 of 32 bytes. */
export const webhookSecretSchema = z.object({ secret: z.string() })

const attemptSchema = z.object({
  at: instantSchema,
  /** Milliseconds. */
  duration: z.int(),
  /** Of the answer; null where none came. */
  status: z.nullable(z.int()),
  failure: z.nullable(z.string()),
  /** The beginning of the answer, as text. */
  excerpt: z.string(),
})

export const webhookDeliveryStates = ['waiting', 'delivered', 'dead'] as const

export const webhookDeliverySchema = z.object({
  /** `webhook-id`, the same at every attempt. */
  id: z.string(),
  type: z.string(),
  state: z.enum(webhookDeliveryStates),
  createdAt: instantSchema,
  nextAttemptAt: z.nullable(instantSchema),
  /** Why it was given up. */
  reason: z.nullable(z.string()),
  attempts: z.array(attemptSchema),
})
export type WebhookDelivery = z.infer<typeof webhookDeliverySchema>

/** One delivery by its id, or all that were given up since an instant. */
export const webhookReplaySchema = z.strictObject({
  delivery: z.optional(requiredLine(100)),
  since: z.optional(instantSchema),
})
