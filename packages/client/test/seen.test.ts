import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { type ClientOptions, createSupportClient, type SupportClient } from '@aftercare/client'
import type { Ticket } from '@aftercare/protocol'
import { createDevelopmentWorld, type DevelopmentWorld } from '@aftercare/server/development'
import type { ChannelFactory } from '../src/environment.ts'
import { memoryStorage } from '../src/persistence/memory.ts'
import { until } from './support/manual-clock.ts'

describe('news of tickets', () => {
  let world: DevelopmentWorld
  const clients: SupportClient[] = []
  before(async () => {
    world = await createDevelopmentWorld({ seed: false })
  })
  after(async () => {
    await Promise.all(clients.map((client) => client.close()))
    await world.close()
  })

  function client(subject: string, options: Partial<ClientOptions> = {}): SupportClient {
    const made = createSupportClient({
      url: 'http://support.test/support',
      tenant: 'tidewater',
      subject,
      getToken: () => world.customerToken({ subject }),
      fetch: world.server.fetch,
      ...options,
    })
    clients.push(made)
    return made
  }

  const raise = async (made: SupportClient, subject = 'Labels'): Promise<Ticket> =>
    (await made.tickets.create({ type: 'incident', subject })).acknowledged

  async function answer(ticket: Ticket): Promise<void> {
    const id = randomUUID()
    const response = await world.server.fetch(
      new Request(`http://support.test/support/tickets/${ticket.id}/messages`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${world.staffKey}`,
          'content-type': 'application/json',
          'idempotency-key': id,
        },
        body: JSON.stringify({ id, body: 'We look into it.', attachments: [] }),
      }),
    )
    assert.equal(response.status, 201)
  }

  function watch(made: SupportClient) {
    const { $state } = made.tickets.list()
    const stop = $state.subscribe(() => {})
    const state = () => {
      const now = $state.get()
      return now.status === 'ready' ? now : undefined
    }
    return { stop, state, news: () => [...(state()?.news ?? [])] }
  }

  /** Tabs of one device. */
  function device() {
    const channels = new Set<{ name: string; received: (message: string) => void }>()
    const channel: ChannelFactory = (name, received) => {
      const mine = { name, received }
      channels.add(mine)
      return {
        post(message) {
          for (const other of channels) {
            if (other !== mine && other.name === name) setImmediate(() => other.received(message))
          }
        },
        close: () => void channels.delete(mine),
      }
    }
    const locks: ClientOptions['locks'] = (_, work) => work()
    return { storage: memoryStorage(), channel, locks }
  }

  it('are none on a device that looks for the first time', async () => {
    const ticket = await raise(client('first'))
    await answer(ticket)
    const { stop, state, news } = watch(client('first'))
    await until(() => state()?.news !== undefined)
    await until(() => state()?.tickets.length === 1)
    assert.deepEqual(news(), [])
    stop()
  })

  it('are what happened since, until the person looks', async () => {
    const made = client('since')
    const { stop, state, news } = watch(made)
    await until(() => state()?.news !== undefined)
    const ticket = await raise(made)
    await until(() => state()?.tickets.length === 1)
    // That one raised it oneself is no news.
    assert.deepEqual(news(), [])
    await answer(ticket)
    await until(() => news().length === 1)
    assert.deepEqual(news(), [ticket.id])
    await made.tickets.markSeen(state()!.tickets[0]!)
    await until(() => news().length === 0)
    await answer(ticket)
    await until(() => news().length === 1, 'news again')
    stop()
  })

  it('are the same after a reload, and gone in every tab once they were seen in one', async () => {
    const tabs = device()
    const one = client('tabs', tabs)
    const first = watch(one)
    await until(() => first.state()?.news !== undefined)
    const ticket = await raise(one)
    await answer(ticket)
    await until(() => first.news().length === 1)
    const two = client('tabs', tabs)
    const second = watch(two)
    await until(() => second.news().length === 1, 'the other tab to know')
    await two.tickets.markSeen(second.state()!.tickets[0]!)
    await until(() => first.news().length === 0, 'the first tab to hear of it')
    const third = watch(client('tabs', tabs))
    await until(() => third.state()?.news !== undefined && third.state()?.tickets.length === 1)
    assert.deepEqual(third.news(), [])
    for (const { stop } of [first, second, third]) stop()
  })

  it('are counted for a host that asks, and asked of the server only while it does', async () => {
    let requests = 0
    const made = client('count', {
      fetch: (request) => {
        requests += 1
        return world.server.fetch(request)
      },
    })
    const $unread = made.tickets.unread()
    assert.equal(requests, 0)
    const stop = $unread.subscribe(() => {})
    await until(() => $unread.get().status === 'known')
    assert.deepEqual($unread.get(), { status: 'known', count: 0, more: false })
    await answer(await raise(made))
    await until(() => {
      const state = $unread.get()
      return state.status === 'known' && state.count === 1
    })
    stop()
  })
})
