import assert from 'node:assert/strict'
import type { DevelopmentWorld } from '@aftercare/server/development'

export interface WrittenArticle {
  readonly slug: string
  readonly title: string
  readonly body: string
  readonly locale?: string
  readonly audience?: 'public' | 'customers' | 'internal'
  readonly product?: string
  readonly kind?: 'faq' | 'manual'
}

const base = 'http://support.test/support'

async function send(world: DevelopmentWorld, method: string, path: string, body: object, headers = {}) {
  const answer = await world.server.fetch(
    new Request(base + path, {
      method,
      headers: {
        authorization: `Bearer ${world.staffKeys.lead}`,
        'content-type': 'application/json',
        'idempotency-key': crypto.randomUUID(),
        ...headers,
      },
      body: JSON.stringify(body),
    }),
  )
  assert.ok(answer.ok, `${method} ${path} ${answer.status} ${answer.ok ? '' : await answer.text()}`)
  return answer.json()
}

/** Writes an article and publishes it; answers with its id. */
export async function publish(world: DevelopmentWorld, article: WrittenArticle): Promise<string> {
  const { slug, title, body, locale = 'en', audience = 'public', kind = 'faq', product = null } = article
  const id = crypto.randomUUID()
  const translation = { locale, title, body }
  await send(world, 'POST', '/knowledge/articles', { id, slug, kind, audience, product, translation })
  await act(world, id, locale, 'submit', 1)
  await act(world, id, locale, 'publish', 1)
  return id
}

export function act(world: DevelopmentWorld, id: string, locale: string, action: string, revision: number) {
  const body = { id: crypto.randomUUID(), action, revision }
  return send(world, 'POST', `/knowledge/articles/${id}/translations/${locale}/actions`, body)
}

/** Publishes another text of an article. */
export async function republish(world: DevelopmentWorld, id: string, body: string, revision: number, locale = 'en') {
  const path = `/knowledge/articles/${id}/translations/${locale}`
  const read = await world.server.fetch(
    new Request(base + path, { headers: { authorization: `Bearer ${world.staffKeys.lead}` } }),
  )
  await send(world, 'PATCH', path, { body }, { 'if-match': read.headers.get('etag')! })
  await act(world, id, locale, 'submit', revision)
  await act(world, id, locale, 'publish', revision)
}

/** Changes what is said of an article in every language. */
export async function change(world: DevelopmentWorld, id: string, settings: object): Promise<void> {
  const path = `/knowledge/articles/${id}`
  const headers = { authorization: `Bearer ${world.staffKeys.lead}` }
  const read = await world.server.fetch(new Request(base + path, { headers }))
  await send(world, 'PATCH', path, settings, { 'if-match': read.headers.get('etag')! })
}
