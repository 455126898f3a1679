import assert from 'node:assert/strict'
import { allowVisitors, type Database, type ServerOptions } from '../src/index.ts'
import { tenant, world } from './world.ts'

/** A server with somebody of each kind, and short ways to write, approve and read articles. */
export async function knowledgeWorld(options: { database?: Database; server?: Partial<ServerOptions> } = {}) {
  const server = { visitors: { challenge: false as const }, ...options.server }
  const w = await world({ ...(options.database && { database: options.database, create: true }), server })
  const agent = (await w.staff('agent')).key
  const lead = (await w.staff('lead')).key
  const customer = await w.customer('mara', { account: 'harbor' })
  await allowVisitors(w.journal, { tenant, allowed: true })
  const visitor: string = (await w.send('POST', '/visitors', { body: { tenant, answer: '' } })).body.token
  let count = 0

  const at = (id: string, locale = 'en') => `/knowledge/articles/${id}/translations/${locale}`
  const act = (id: string, action: string, revision = 1, { token = lead, locale = 'en' } = {}) =>
    w.send('POST', `${at(id, locale)}/actions`, { token, body: { id: crypto.randomUUID(), action, revision } })
  const begin = ({ body = 'Open the cover.', ...more }: { body?: string; audience?: string; slug?: string } = {}) =>
    w.send('POST', '/knowledge/articles', {
      token: agent,
      body: {
        ...{ id: crypto.randomUUID(), kind: 'faq', audience: 'public', slug: `article-${++count}` },
        ...{ ...more, translation: { locale: 'en', title: 'Change the roll', body } },
      },
    })
  const publish = async (id: string, revision = 1, locale = 'en') => {
    assert.equal((await act(id, 'submit', revision, { token: agent, locale })).status, 201)
    assert.equal((await act(id, 'publish', revision, { locale })).status, 201)
  }
  const published = async (more: Parameters<typeof begin>[0] = {}) => {
    const { status, body } = await begin(more)
    assert.equal(status, 201, JSON.stringify(body))
    await publish(body.id)
    return body as { id: string; slug: string }
  }
  const patch = async (path: string, body: object, token: string) => {
    const { headers } = await w.send('GET', path, { token })
    return w.send('PATCH', path, { token, body, headers: { 'if-match': headers.get('etag')! } })
  }
  return {
    ...{ w, agent, lead, customer, visitor, at, act, begin, publish, published },
    edit: (id: string, change: object, token = agent) => patch(at(id), change, token),
    change: (id: string, change: object, token = lead) => patch(`/knowledge/articles/${id}`, change, token),
  }
}

export type KnowledgeWorld = Awaited<ReturnType<typeof knowledgeWorld>>
