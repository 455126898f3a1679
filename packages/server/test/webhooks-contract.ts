import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { createSupportServer, type Database } from '../src/index.ts'
import { write } from '../src/journal/write.ts'
import { webhookSender } from '../src/node/index.ts'
import { type ReceivedWebhook, webhookReceiver } from './node/webhook-receiver.ts'
import { statusWorld } from './status-world.ts'
import { tenant, world } from './world.ts'

const minute = 60_000
const day = 24 * 60 * minute
const sender = webhookSender({ allow: ['127.0.0.0/8'], http: true })

/** What webhooks owe on every database. `open` gives an empty, migrated one, another each time. */
export function webhooksContract(name: string, open: () => Promise<Database>): void {
  describe(`webhooks on ${name}`, () => {
    async function setUp(t: TestContext, answer?: Parameters<typeof webhookReceiver>[0]) {
      const w = await world({
        database: await open(),
        create: true,
        server: { webhooks: { sender, timeout: 1_000 } },
      })
      const receiver = await webhookReceiver(answer)
      t.after(async () => {
        await w.close()
        await receiver.close()
      })
      const admin = (await w.staff('admin')).key
      const add = async (more: object = {}) => {
        const body = { id: crypto.randomUUID(), url: receiver.url, types: ['*'], ...more }
        const added = await w.send('POST', '/webhooks', { token: admin, body })
        assert.equal(added.status, 201)
        return added.body.id as string
      }
      const ask = async (method: string, id: string, what: string, body?: object) =>
        (await w.send(method, `/webhooks/${id}${what}`, { token: admin, body })).body
      const endpoint = async (id: string) =>
        (await w.send('GET', '/webhooks', { token: admin })).body.items.find((each: { id: string }) => each.id === id)
      const work = () => w.server.work.runOnce()
      const deliveries = async (id: string) => (await ask('GET', id, '/deliveries?limit=100')).items
      return { w, admin, add, ask, endpoint, work, deliveries, receiver, received: receiver.received }
    }

    const types = (received: readonly ReceivedWebhook[]) => received.map(({ body }) => JSON.parse(body).type)
    const ids = (received: readonly ReceivedWebhook[]) => received.map(({ headers }) => headers['webhook-id'])
    /** What the verifier of Standard Webhooks says, which wants a time of now. */
    const verify = (secret: string, { headers, body }: ReceivedWebhook, now: number) => {
      const real = Date.now
      Date.now = () => now
      try {
        return new Webhook(secret).verify(body, headers as Record<string, string>) as {
          type: string
          data: Record<string, unknown>
        }
      } finally {
        Date.now = real
      }
    }

    it('carry what happened, signed as Standard Webhooks says, with ids and public states alone', async (t) => {
      const { w, add, ask, work, received } = await setUp(t)
      const id = await add()
      const { secret } = await ask('GET', id, '/secret')
      assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/)
      const ticket = await w.raise(await w.customer(), { subject: 'Private words', description: 'More of them' })
      await work()
      assert.deepEqual(types(received), ['ticket.created'])
      const { data } = verify(secret, received[0]!, w.now())
      assert.deepEqual(data['ticket'], { id: ticket.id, number: ticket.number, status: 'new' })
      assert.equal(data['link'], `/tickets/${ticket.id}`)
      assert.doesNotMatch(received[0]!.body, /words|mara/i)
      assert.throws(() => verify(secret, { ...received[0]!, body: `${received[0]!.body} ` }, w.now()))
      w.pass(11 * minute)
      assert.equal((await ask('GET', id, '/secret')).code, 'not_found')
    })

    it('go to whoever asked for the type', async (t) => {
      const { w, add, work, received } = await setUp(t)
      await add({ types: ['article.*', 'message.created'] })
      const token = await w.customer()
      const ticket = await w.raise(token)
      await w.send('POST', `/tickets/${ticket.id}/messages`, { token, body: w.newMessage() })
      await work()
      assert.deepEqual(types(received), ['message.created'])
    })

    it('tell of internal notes the provider’s own endpoints alone, and never their text', async (t) => {
      const { w, add, work, received } = await setUp(t)
      await add({ types: ['message.created'] })
      const agent = (await w.staff('manager')).key
      const ticket = await w.raise(await w.customer())
      const note = w.newMessage({ kind: 'internal_note', body: 'canary' })
      const path = `/tickets/${ticket.id}/messages`
      assert.equal((await w.send('POST', path, { token: agent, body: note })).status, 201)
      await work()
      assert.equal(received.length, 0)
      await add({ types: ['message.created'], internal: true })
      await w.send('POST', path, { token: agent, body: w.newMessage({ kind: 'internal_note', body: 'canary' }) })
      await work()
      assert.deepEqual(types(received), ['message.created'])
      assert.doesNotMatch(received[0]!.body, /canary/)
      assert.equal(JSON.parse(received[0]!.body).data.message.internal, true)
    })

    it('tell of notices by their id, kind and status', async (t) => {
      const s = await statusWorld({ database: await open(), server: { webhooks: { sender } } })
      const receiver = await webhookReceiver()
      t.after(async () => {
        await s.w.close()
        await receiver.close()
      })
      const body = { id: crypto.randomUUID(), url: receiver.url, types: ['notice.*'] }
      await s.w.send('POST', '/webhooks', { token: (await s.w.staff('admin')).key, body })
      const { id } = await s.opened(s.incident())
      await s.w.server.work.runOnce()
      assert.deepEqual(types(receiver.received), ['notice.created'])
      const { data } = JSON.parse(receiver.received[0]!.body)
      assert.deepEqual(data.notice, { id, kind: 'incident', status: 'investigating', update: 1 })
    })

    it('hold nothing of a write that is undone', async (t) => {
      const { w, add, work, received } = await setUp(t)
      await add()
      const undone = write(w.journal, { tenant, actor: 'operator', needs: { events: 1 } }, async (writing) => {
        await writing.appendEvent({ type: 'ticket.updated', ticketId: crypto.randomUUID(), audience: 'everyone' })
        return { audit: { action: 'test', details: { wrong: 1n } }, result: undefined }
      })
      await assert.rejects(undone)
      await work()
      assert.deepEqual(received, [])
    })

    it('are tried again under the same id, later each time, and not before Retry-After', async (t) => {
      let statuses = [500, 429, 204]
      const { w, add, work, deliveries, received } = await setUp(t, (_, response) => {
        const status = statuses.shift()!
        response.writeHead(status, status === 429 ? { 'retry-after': '3600' } : {}).end('Not now.')
      })
      const id = await add()
      await w.raise(await w.customer())
      await work()
      await work()
      assert.equal(received.length, 1)
      w.pass(6_000)
      await work()
      assert.equal(received.length, 2)
      w.pass(30 * minute)
      await work()
      assert.equal(received.length, 2)
      w.pass(31 * minute)
      await work()
      assert.equal(new Set(ids(received)).size, 1)
      const [delivery] = await deliveries(id)
      assert.equal(delivery.state, 'delivered')
      assert.deepEqual(
        delivery.attempts.map(({ status, failure, excerpt }: Record<string, unknown>) => [status, failure, excerpt]),
        [
          [500, 'status_500', 'Not now.'],
          [429, 'status_429', 'Not now.'],
          [204, null, ''],
        ],
      )
      statuses = []
    })

    it('are given up with a reason after three days, disable the endpoint, and can be replayed', async (t) => {
      let status = 503
      const { w, add, ask, endpoint, work, deliveries, received } = await setUp(t, (_, response) => {
        response.writeHead(status).end()
      })
      const id = await add({ types: ['ticket.created'] })
      await w.raise(await w.customer())
      await work()
      const began = w.now()
      while ((await deliveries(id))[0].state === 'waiting' && w.now() < began + 6 * day) {
        w.pass(60 * minute)
        await work()
      }
      const [delivery] = await deliveries(id)
      assert.deepEqual([delivery.state, delivery.reason, delivery.attempts.length], ['dead', 'status_503', 10])
      assert.ok(w.now() - began > 3 * day)
      assert.equal((await endpoint(id)).disabledReason, 'failing')
      // What happens meanwhile waits for the replay.
      await w.raise(await w.customer())
      await work()
      assert.deepEqual((await deliveries(id))[0].reason, 'endpoint_disabled')
      status = 204
      await ask('PATCH', id, '', { enabled: true })
      const since = new Date(began - minute).toISOString()
      assert.equal((await ask('POST', id, '/replays', { since })).deliveries, 2)
      await work()
      assert.deepEqual(
        (await deliveries(id)).map(({ state }: { state: string }) => state),
        ['delivered', 'delivered'],
      )
      assert.equal(ids(received).filter((each) => each === delivery.id).length, 11)
      assert.equal((await ask('POST', id, '/replays', { delivery: delivery.id })).deliveries, 1)
    })

    it('end at once where the endpoint is gone', async (t) => {
      const { w, add, endpoint, work, deliveries, received } = await setUp(t, (_, response) => {
        response.writeHead(410).end()
      })
      const id = await add()
      await w.raise(await w.customer())
      await work()
      assert.equal((await endpoint(id)).disabledReason, 'gone')
      assert.equal((await deliveries(id))[0].reason, 'status_410')
      assert.equal(received.length, 1)
    })

    it('follow no redirect, and end in time where nobody answers', async (t) => {
      const { w, add, work, deliveries } = await setUp(t, ({ path }, response) => {
        if (path === '/hook') response.writeHead(302, { location: '/elsewhere' }).end()
      })
      const id = await add()
      const { url } = await w.database.reader.selectFrom('webhook_endpoints').selectAll().executeTakeFirstOrThrow()
      const silent = await add({ url: url.replace('/hook', '/silent') })
      await w.raise(await w.customer())
      await work()
      assert.equal((await deliveries(id))[0].attempts[0].failure, 'status_302')
      assert.equal((await deliveries(silent))[0].attempts[0].failure, 'timeout')
    })

    it('are signed with two secrets for a day after a rotation', async (t) => {
      const { w, add, ask, work, received } = await setUp(t)
      const id = await add()
      const before = (await ask('GET', id, '/secret')).secret
      await ask('POST', id, '/rotations', {})
      const after = (await ask('GET', id, '/secret')).secret
      assert.notEqual(before, after)
      await ask('POST', id, '/tests', {})
      await work()
      for (const secret of [before, after]) assert.equal(verify(secret, received[0]!, w.now()).type, 'webhook.test')
      w.pass(day + 1)
      await ask('POST', id, '/tests', {})
      await work()
      assert.throws(() => verify(before, received[1]!, w.now()))
      verify(after, received[1]!, w.now())
    })

    it('are sent by several processes at once, each by one of them', async (t) => {
      const { w, add, received } = await setUp(t)
      await add()
      const token = await w.customer()
      for (let count = 0; count < 20; count++) await w.raise(token)
      const options = { ...w.serverOptions, webhooks: { sender } }
      const others = [await createSupportServer(options), await createSupportServer(options)]
      await Promise.all([w.server, ...others].map((server) => server.work.runOnce()))
      assert.deepEqual([received.length, new Set(ids(received)).size], [20, 20])
    })

    it('that a process claimed and did not settle go again under the same id when the claim is over', async (t) => {
      const { w, add, work, received } = await setUp(t)
      await add()
      await w.raise(await w.customer())
      await w.database.kysely
        .updateTable('webhook_deliveries')
        .set({ claimed_until: w.now() + minute })
        .execute()
      await work()
      assert.equal(received.length, 0)
      w.pass(minute)
      await work()
      assert.equal(received.length, 1)
    })

    it('are forgotten after 30 days', async (t) => {
      const { w, add, work, deliveries } = await setUp(t)
      const id = await add({ types: ['ticket.created'] })
      await w.raise(await w.customer())
      await work()
      w.pass(31 * day)
      await work()
      assert.deepEqual(await deliveries(id), [])
      assert.deepEqual(await w.database.reader.selectFrom('webhook_attempts').selectAll().execute(), [])
    })

    it('have no endpoint at an address that may not be called', async (t) => {
      const { w, admin } = await setUp(t)
      for (const url of ['https://10.0.0.1/', 'https://user:secret@receiver.example/', 'ftp://receiver.example/']) {
        const body = { id: crypto.randomUUID(), url, types: ['*'] }
        const { status, body: problem } = await w.send('POST', '/webhooks', { token: admin, body })
        assert.deepEqual([status, problem.errors], [400, [{ pointer: '/url', code: 'not_allowed' }]])
      }
    })
  })
}
