import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'node:test'
import { createSupportClient, type SupportClient } from '@aftercare/client'
import { createDevelopmentWorld, type DevelopmentWorld } from '@aftercare/server/development'
import { memoryStorage } from '../src/persistence/memory.ts'
import type { Persistence } from '../src/persistence/persistence.ts'
import { until } from './support/manual-clock.ts'

let world: DevelopmentWorld
const clients: SupportClient[] = []
before(async () => {
  world = await createDevelopmentWorld({ seed: false, visitors: { challenge: false } })
})
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()))
})
after(() => world.close())

const url = 'http://support.test/support'
const ticket = { type: 'incident', subject: 'Labels do not print', description: 'Since this morning.' }
const visitors = `aftercare:${url}:tidewater/%00`

/** A device on which a visitor has written, without a network, a ticket and half of another one. */
async function visited() {
  const storage = memoryStorage()
  const opened = (client: SupportClient) => {
    clients.push(client)
    return client
  }
  const offline = () => Promise.reject(new TypeError('offline'))
  const visitor = opened(createSupportClient({ url, tenant: 'tidewater', visitor: true, fetch: offline, storage }))
  const waiting = await visitor.tickets.create(ticket)
  const draft = await visitor.drafts.open('ticket')
  draft.save({ subject: 'Half a thought' })
  await draft.flush()
  await visitor.close()
  return {
    storage,
    waiting,
    person: (subject: string, open: (name: string) => Promise<Persistence> = storage) =>
      opened(
        createSupportClient({
          ...{ url, getToken: () => world.customerToken({ subject }), storage: open },
          fetch: (request) => world.server.fetch(request),
        }),
      ),
  }
}

describe('taking over what a visitor has', () => {
  for (const [refused, refuses] of [
    ['the visitor’s store', (name: string) => name === visitors],
    ['the person’s store', (name: string) => name !== visitors],
  ] as const) {
    it(`fails where the device refuses ${refused} just then, and moves nothing into the memory of a page`, async () => {
      const { storage, person } = await visited()
      const before = await (await storage(visitors)).list('')
      const broken = person('refused', async (name) => {
        if (refuses(name)) throw new Error('The device refuses')
        return storage(name)
      })
      await assert.rejects(broken.takeOverVisitor())
      assert.deepEqual(await (await storage(visitors)).list(''), before)
      assert.equal((await person('refused').takeOverVisitor()).unsent, 1)
    })
  }

  it('is nothing on a device that keeps nothing', async () => {
    const { person } = await visited()
    const none = person('keeps-nothing', () => Promise.reject(new Error('The device refuses')))
    assert.deepEqual(await none.takeOverVisitor(), { tickets: [], unsent: 0 })
  })

  it('goes on after the page was killed between the two writes, and brings back nothing that the person is done with', async () => {
    const { storage, waiting, person } = await visited()
    const killed = person('killed', async (name) => {
      const store = await storage(name)
      return name === visitors ? { ...store, write: () => Promise.reject(new Error('The page is gone')) } : store
    })
    await assert.rejects(killed.takeOverVisitor())
    const next = person('killed')
    const outbox = await next.outbox()
    const sent = () => outbox.$entries.get().every(({ state }) => state.status === 'acknowledged')
    await outbox.drain()
    await until(sent)
    const draft = await next.drafts.open<typeof ticket>('ticket')
    draft.save({ ...ticket, subject: 'Half a thought, and the rest' })
    await draft.flush()
    await next.takeOverVisitor()
    const mine = await (await storage(`aftercare:${url}:tidewater/killed`)).list('')
    const keys = mine.map(([key]) => key)
    assert.ok(!keys.includes(`outbox/${waiting.id}`), 'what has been sent waits no more')
    const drafts = mine.flatMap(([key, value]) =>
      key.startsWith('draft/') ? [(value as { value: object }).value] : [],
    )
    assert.deepEqual(drafts, [{ ...ticket, subject: 'Half a thought, and the rest' }])
    assert.deepEqual(
      (await (await storage(visitors)).list('')).map(([key]) => key),
      ['epoch', `withdrawn/${waiting.id}`],
    )
  })
})
