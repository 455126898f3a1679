import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { type Draft, drafts, type OutboxState, type Submission, submitTicket } from '@aftercare/client'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { indexedDbStorage } from '../src/persistence/indexeddb.ts'
import type { Persistence, PersistenceFactory } from '../src/persistence/persistence.ts'
import { type Device, device, ticket } from './support/device.ts'
import { settle } from './support/manual-clock.ts'

Object.assign(globalThis, { IDBKeyRange })

let here: Device
beforeEach(() => {
  here = device()
})
// What hangs is waited for, for a while.
afterEach(() => Promise.all([here.close(), pass(30_000)]))

const never = new Proxy({}, { get: () => () => never }) as never

/** A browser whose database answers to nothing that `hangs`, as long as that says so. */
function hanging(hangs: (what: 'open' | IDBTransactionMode) => boolean): IDBFactory {
  const factory = new IDBFactory()
  const open = factory.open.bind(factory)
  factory.open = (name, version) => {
    if (hangs('open')) return {} as never
    const request = open(name, version)
    request.addEventListener('success', () => {
      const transaction = request.result.transaction.bind(request.result)
      request.result.transaction = (stores, mode, options) =>
        hangs(mode ?? 'readonly') ? never : transaction(stores, mode, options)
    })
    return request
  }
  return factory
}

/** A host's own adapter that answers to nothing of what `hangs`, as long as that says so. */
const hangingAdapter =
  (hangs: (what: 'open' | keyof Persistence) => boolean): PersistenceFactory =>
  async (name) => {
    const never = new Promise<never>(() => {})
    if (hangs('open')) return never
    const store = await here.storage(name)
    return {
      get: (key) => (hangs('get') ? never : store.get(key)),
      list: (prefix) => (hangs('list') ? never : store.list(prefix)),
      write: (operations) => (hangs('write') ? never : store.write(operations)),
      close: () => (hangs('close') ? never : store.close()),
    }
  }

async function pass(milliseconds: number): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += 1000) {
    await here.clock.advance(1000)
    await settle(20)
  }
}

describe('a device whose database hangs', () => {
  for (const what of ['open', 'readwrite', 'readonly'] as const) {
    it(`sends a ticket from memory and says so, where it hangs at ${what}`, async () => {
      const core = here.open({
        storage: indexedDbStorage(hanging((other) => other === what)),
      })
      const states: OutboxState<unknown>[] = []
      void submitTicket(core, ticket).then(({ $state }) => $state.subscribe((state) => void states.push(state)))
      await pass(300_000)
      assert.equal((states[0] as { durable: boolean }).durable, false)
      assert.equal(states.at(-1)?.status, 'acknowledged')
      assert.equal(here.server.arrived.filter(({ path }) => path === '/tickets').length, 1)
    })
  }

  it('keeps what comes once it answers again, and sends nothing twice', async () => {
    let hangs = true
    const core = here.open({
      storage: indexedDbStorage(hanging((what) => hangs && what === 'readwrite')),
    })
    const states: OutboxState<unknown>[] = []
    void submitTicket(core, ticket).then(({ $state }) => $state.subscribe((state) => void states.push(state)))
    await pass(60_000)
    assert.equal((states[0] as { durable: boolean }).durable, false)
    hangs = false
    const submission = await submitTicket(core, ticket)
    assert.equal((submission.$state.get() as { durable: boolean }).durable, true)
    await pass(60_000)
    assert.equal(submission.$state.get().status, 'acknowledged')
    assert.equal(here.server.arrived.filter(({ path }) => path === '/tickets').length, 2)
  })
})

describe('an adapter of the host that never answers', () => {
  for (const what of ['open', 'get', 'list', 'write'] as const) {
    it(`to ${what} counts as one that refuses: drafts say so, and a ticket goes from memory`, async () => {
      const core = here.open({ storage: hangingAdapter((other) => other === what || other === 'close') })
      let draft: Draft<typeof ticket> | undefined
      void drafts(core)
        .open<typeof ticket>('ticket')
        .then((opened) => {
          draft = opened
          draft.save(ticket)
        })
      await pass(90_000)
      assert.equal(draft?.$state.get().status, 'not_saved')
      let submission: Submission<unknown> | undefined
      void submitTicket(core, ticket).then((submitted) => {
        submission = submitted
      })
      await pass(300_000)
      assert.equal(submission?.$state.get().status, 'acknowledged')
      assert.equal(here.server.arrived.filter(({ path }) => path === '/tickets').length, 1)
    })
  }

  it('holds up no page that closes', async () => {
    const core = here.open({ storage: hangingAdapter((what) => what === 'close') })
    await core.persistence()
    let closed = false
    void core.close().then(() => {
      closed = true
    })
    await pass(12_000)
    assert.ok(closed)
  })
})
