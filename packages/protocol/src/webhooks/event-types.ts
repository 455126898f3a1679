import { noticeNews } from '../status/notice-lifecycle.ts'

/**
 * Everything that a webhook may tell of: the one list to extend. Whatever is written with `queueWebhooks` has a type of it.
 * `webhook.test` is sent by hand alone.
 */
export const webhookEventTypes = [
  'ticket.created',
  'ticket.updated',
  'message.created',
  'article.published',
  'article.changed',
  'article.archived',
  ...noticeNews.map((news) => `notice.${news}` as const),
  'component.changed',
  'webhook.test',
] as const
export type WebhookEventType = (typeof webhookEventTypes)[number]

/** What an endpoint may ask for: a type, all of a noun (`ticket.*`), or everything. */
export const webhookPatterns: readonly string[] = [
  '*',
  ...new Set(webhookEventTypes.map((type) => `${type.split('.')[0]}.*`)),
  ...webhookEventTypes,
]

/** Whether an endpoint that asked for these hears of the type; of `webhook.test` every endpoint does. */
export function hearsOf(patterns: readonly string[], type: WebhookEventType): boolean {
  if (type === 'webhook.test') return true
  return patterns.some((pattern) => pattern === '*' || pattern === type || pattern === `${type.split('.')[0]}.*`)
}
