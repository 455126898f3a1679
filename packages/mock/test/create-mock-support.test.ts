import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createSupportClient } from '@aftercare/client'
import { setupServer } from 'msw/node'
import { createMockSupport, type MockSupport } from '../src/index.ts'
import { supportHandlers } from '../src/msw.ts'

const url = 'https://support.example/support'

describe('the backend in a page', () => {
  let mock: MockSupport
  before(async () => {
    mock = await createMockSupport()
  })
  after(() => mock.close())

  const customer = () => createSupportClient({ url, getToken: () => mock.customerToken(), fetch: mock.fetch })
  const raise = async (client: ReturnType<typeof customer>, subject: string) => {
    const submission = await client.tickets.create({ type: 'question', subject, description: 'In a page.' })
    return submission.acknowledged
  }
  const subjects = async () => {
    const headers = { Authorization: `Bearer ${await mock.customerToken()}` }
    const answer = await mock.fetch(new Request(`${url}/tickets`, { headers }))
    const { items } = (await answer.json()) as { items: { subject: string }[] }
    return items.map(({ subject }) => subject)
  }

  it('begins with conversations, and takes a ticket from the client as the server does', async () => {
    const before = await subjects()
    assert.ok(before.length > 3)
    const client = customer()
    const ticket = await raise(client, 'Raised without a server')
    assert.equal(ticket.status, 'new')
    assert.deepEqual(await subjects(), ['Raised without a server', ...before])
    await client.close()
  })

  it('tells both sides live of what the other does', async () => {
    const client = customer()
    const ticket = await raise(client, 'Answered while one looks')
    const open = client.tickets.open(ticket.id)
    const heard = Promise.withResolvers<void>()
    const stop = open.$state.subscribe((state) => {
      if (state.status === 'ready' && state.connection === 'live') void answerIt()
      if (state.status === 'ready' && state.messages.some(({ body }) => body === 'We are on it.')) heard.resolve()
    })
    let answered = false
    async function answerIt() {
      if (answered) return
      answered = true
      const agent = createSupportClient({ url, getToken: async () => mock.staffKeys.agent, fetch: mock.fetch })
      await (await agent.tickets.open(ticket.id).reply({ body: 'We are on it.' })).acknowledged
      await agent.close()
    }
    await heard.promise
    stop()
    await client.close()
  })

  it('does a thing once although its answer was lost', async () => {
    const client = customer()
    const before = (await subjects()).length
    const takeBack = mock.network.fail(
      { kind: 'answer_lost' },
      { match: ({ method, url }) => method === 'POST' && url.endsWith('/tickets'), times: 2 },
    )
    await raise(client, 'The answer got lost twice')
    takeBack()
    assert.equal((await subjects()).length, before + 1)
    await client.close()
  })

  it('is out of reach, slow, or refuses, as long as it is told to', async () => {
    const ask = async () => mock.fetch(new Request(`${url}/healthz`))
    mock.network.offline = true
    await assert.rejects(ask(), TypeError)
    mock.network.offline = false
    mock.network.fail({ kind: 'problem', code: 'unavailable', retryAfter: 3 }, { times: 1 })
    const refused = await ask()
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [503, '3'])
    mock.network.latency = [40, 60]
    const began = performance.now()
    assert.equal((await ask()).status, 200)
    assert.ok(performance.now() - began >= 39)
    mock.network.fail({ kind: 'unreachable' })
    await assert.rejects(ask(), TypeError)
    mock.network.reset()
    assert.equal((await ask()).status, 200)
  })

  it('breaks off what streams, as a network that is gone does', { timeout: 30_000 }, async () => {
    const client = customer()
    const agent = createSupportClient({ url, getToken: async () => mock.staffKeys.agent, fetch: mock.fetch })
    const ticket = await raise(client, 'Looked at on the train')
    const open = client.tickets.open(ticket.id)
    let wanted: { until: (connection: string, heard: readonly string[]) => boolean; met: () => void } | undefined
    const stop = open.$state.subscribe((state) => {
      if (state.status !== 'ready') return
      if (
        wanted?.until(
          state.connection,
          state.messages.map(({ body }) => body ?? ''),
        )
      )
        wanted.met()
    })
    const becomes = (until: NonNullable<typeof wanted>['until']) =>
      new Promise<void>((met) => {
        wanted = { until, met }
      })
    await becomes((connection) => connection === 'live')
    const ofCustomer = ({ headers }: Request) => !headers.get('authorization')?.endsWith(mock.staffKeys.agent)
    const gone = becomes((connection) => connection !== 'live')
    const takeBack = mock.network.fail({ kind: 'unreachable' }, { match: ofCustomer })
    await gone
    await (await agent.tickets.open(ticket.id).reply({ body: 'You are in a tunnel.' })).acknowledged
    const state = open.$state.get()
    assert.ok(state.status === 'ready' && !state.messages.some(({ body }) => body === 'You are in a tunnel.'))
    const back = becomes((connection, heard) => connection === 'live' && heard.includes('You are in a tunnel.'))
    takeBack()
    await back
    const out = becomes((connection) => connection !== 'live')
    mock.network.offline = true
    await out
    mock.network.reset()
    stop()
    await Promise.all([client.close(), agent.close()])
  })

  it('does nothing that was planned for no request, nor what its caller has given up', async () => {
    mock.network.fail({ kind: 'unreachable' }, { times: 0 })
    assert.equal((await mock.fetch(new Request(`${url}/healthz`))).status, 200)
    const given = new Request(`${url}/healthz`, { signal: AbortSignal.abort() })
    await assert.rejects(mock.fetch(given), { name: 'AbortError' })
  })

  it('stands beside another one that knows nothing of it', async () => {
    const other = await createMockSupport({ seed: false })
    const headers = { Authorization: `Bearer ${await other.customerToken()}` }
    const answer = await other.fetch(new Request(`${url}/tickets`, { headers }))
    assert.deepEqual(((await answer.json()) as { items: unknown[] }).items, [])
    await other.close()
  })

  it('answers a page’s own requests by Mock Service Worker', async () => {
    const worker = setupServer(...supportHandlers(mock, url))
    worker.listen({ onUnhandledFrame: 'error' })
    try {
      const client = createSupportClient({ url, getToken: () => mock.customerToken() })
      const ticket = await raise(client, 'Through the service worker’s handlers')
      assert.ok(ticket.number > 0)
      await client.close()
      mock.network.offline = true
      await assert.rejects(fetch(`${url}/healthz`))
      mock.network.reset()
    } finally {
      worker.close()
    }
  })
})
