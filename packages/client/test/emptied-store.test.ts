import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { type Core, createSupportClient, type Submission, submitTicket } from '@aftercare/client'
import { fileStorage } from '@aftercare/client/node'
import { createDevelopmentWorld } from '@aftercare/server/development'
import { epochKey, type PersistenceFactory } from '../src/persistence/persistence.ts'
import { type Device, device, ticket } from './support/device.ts'
import { settle, until } from './support/manual-clock.ts'
import { problemResponse } from './support/scripted-server.ts'

const name = 'aftercare:http://support.test/support:tidewater/mara'
const hour = 60 * 60 * 1000

let here: Device
beforeEach(() => {
  here = device()
})
afterEach(() => here.close())

const status = (submission: Submission<unknown>) => submission.$state.get().status

/** What a browser does that needs the room, and a person who clears the site's data while its pages are open. */
const empty = async (storage: PersistenceFactory, store = name) =>
  (await storage(store)).write([{ type: 'clear', key: '' }])

async function onDisk(prefix: string): Promise<readonly string[]> {
  return (await (await here.storage(name)).list(prefix)).map(([key]) => key)
}

const ticketsOf = () => here.server.arrived.filter(({ path, method }) => method === 'POST' && path.endsWith('/tickets'))

/** A page with a ticket that waits: the network is away. */
async function waiting(core: Core, attachments: { name: string; type: string; bytes: Uint8Array<ArrayBuffer> }[] = []) {
  here.server.fault = () => 'offline'
  const submission = await submitTicket(core, { ...ticket, attachments })
  await until(() => status(submission) === 'waiting', 'the ticket to wait')
  return submission
}

/** The network is back, and so is what was due. */
async function online() {
  here.server.fault = () => undefined
  here.page.online()
  await here.clock.advance(hour)
}

describe('a device whose store comes back empty under an open page', () => {
  it('is told again what waits there, which goes out once', async () => {
    const submission = await waiting(here.open())
    await empty(here.storage)
    await here.clock.advance(hour)
    assert.equal(status(submission), 'waiting')
    assert.deepEqual(await onDisk('outbox/'), [`outbox/${submission.id}`])
    await online()
    assert.equal(status(submission), 'acknowledged')
    assert.equal(here.server.made.size, 1)
    assert.deepEqual(new Set(ticketsOf().map(({ key }) => key)), new Set([submission.id]))
    assert.deepEqual(await onDisk('outbox/'), [])
  })

  it('holds for the next page what the first has put back', async () => {
    const submission = await waiting(here.open())
    await empty(here.storage)
    await here.clock.advance(hour)
    here.kill()
    const outbox = await here.open().outbox()
    await online()
    assert.deepEqual(
      outbox.$entries.get().map(({ id, state }) => `${id} ${state.status}`),
      [`${submission.id} acknowledged`],
    )
  })

  it('gets it from each of two tabs, and the server once', async () => {
    const submission = await waiting(here.open())
    const other = await here.open().outbox()
    await here.clock.advance(hour)
    assert.equal(other.$entries.get().length, 1)
    await empty(here.storage)
    await online()
    assert.equal(status(submission), 'acknowledged')
    assert.equal(other.$entries.get()[0]?.state.status, 'acknowledged')
    assert.equal(here.server.made.size, 1)
  })

  it('does not sign anybody out who has logged out there before', async () => {
    await (await here.storage(name)).write([{ type: 'put', key: epochKey, value: 'of an earlier logout' }])
    const core = here.open()
    const submission = await waiting(core)
    await empty(here.storage)
    await online()
    assert.equal(await core.session.identity(), 'tidewater/mara')
    assert.equal(status(submission), 'acknowledged')
  })

  it('has lost the bytes of files: the text stays, and asks for them', async () => {
    const bytes = new Uint8Array([1, 2, 3])
    const submission = await waiting(here.open(), [{ name: 'a.png', type: 'image/png', bytes }])
    await empty(here.storage)
    await online()
    const state = submission.$state.get()
    assert.ok(state.status === 'needs_attention' && state.reason.kind === 'problem')
    assert.equal(state.reason.problem.code, 'attachment_unknown')
    assert.equal(here.server.made.size, 0)
    await submission.cancel()
    assert.deepEqual(await onDisk('outbox'), [])
  })

  it('asks for no files of what another tab has sent, though no word of that is left', async () => {
    const bytes = new Uint8Array([1, 2, 3])
    let wordless = false
    const core = here.open({
      async storage(name) {
        const store = await here.storage(name)
        const word = (all: Parameters<typeof store.write>[0]) => all.some(({ key }) => key.startsWith('receipt/'))
        return {
          ...store,
          write: (all) => (wordless && word(all) ? Promise.reject(new Error('lost')) : store.write(all)),
        }
      },
    })
    const submission = await waiting(core, [{ name: 'a.png', type: 'image/png', bytes }])
    const other = await here.open().outbox()
    await here.clock.advance(hour)
    assert.equal(other.$entries.get()[0]?.state.status, 'waiting')
    wordless = true
    here.server.fault = () => undefined
    submission.retry()
    await here.clock.advance(hour)
    assert.equal(status(submission), 'acknowledged')
    assert.equal(other.$entries.get()[0]?.state.status, 'acknowledged')
    // The ticket and its file.
    assert.equal(here.server.made.size, 2)
    assert.deepEqual(await onDisk('outbox'), [])
  })

  it('that takes nothing any more is said to keep nothing', async () => {
    let full = false
    const core = here.open({
      async storage(name) {
        const store = await here.storage(name)
        return { ...store, write: (all) => (full ? Promise.reject(new Error('full')) : store.write(all)) }
      },
    })
    const submission = await waiting(core)
    full = true
    await empty(here.storage)
    await core.outbox().then((outbox) => outbox.drain())
    const state = submission.$state.get()
    assert.ok(state.status === 'waiting' && !state.durable)
    await online()
    assert.equal(status(submission), 'acknowledged')
  })

  it('is a file as well, and the whole server has one ticket', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'aftercare-emptied-'))
    const world = await createDevelopmentWorld({ seed: false })
    let away = true
    const storage = fileStorage(directory)
    const client = createSupportClient({
      url: 'http://support.test/support',
      getToken: () => world.customerToken({ subject: 'emptied' }),
      fetch: (request) => (away ? Promise.reject(new TypeError('offline')) : world.server.fetch(request)),
      storage,
    })
    const submission = await client.tickets.create(ticket)
    await until(() => status(submission) === 'waiting', 'the ticket to wait')
    await empty(storage, (await client.core.persistence()).name)
    const outbox = await client.outbox()
    await outbox.drain()
    assert.equal(status(submission), 'waiting')
    away = false
    submission.retry()
    assert.equal((await submission.acknowledged).id, submission.id)
    const { count } = await world.database.reader
      .selectFrom('tickets')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    assert.equal(Number(count), 1)
    await client.close()
    await world.close()
    await rm(directory, { recursive: true })
  })
})

describe('a write that is withdrawn', () => {
  it('leaves a word, by which other tabs know that nobody has lost it', async () => {
    const submission = await waiting(here.open())
    const other = await here.open().outbox()
    await here.clock.advance(hour)
    await submission.cancel()
    await here.clock.advance(hour)
    assert.equal(other.$entries.get()[0]?.state.status, 'cancelled')
    assert.deepEqual(await onDisk('outbox'), [])
    assert.deepEqual(await onDisk('withdrawn/'), [`withdrawn/${submission.id}`])
    await online()
    assert.equal(here.server.made.size, 0)
  })

  it('is withdrawn on a device that is full as well', async () => {
    let full = false
    const core = here.open({
      async storage(name) {
        const store = await here.storage(name)
        const tooMuch = (all: Parameters<typeof store.write>[0]) =>
          full && all.some(({ type }) => type === 'put' || type === 'replace')
        return { ...store, write: (all) => (tooMuch(all) ? Promise.reject(new Error('full')) : store.write(all)) }
      },
    })
    const submission = await waiting(core)
    full = true
    await submission.cancel()
    assert.deepEqual(await onDisk('outbox'), [])
    here.kill()
    here.open()
    await online()
    assert.equal(here.server.made.size, 0)
  })

  it('does not come back where one tab puts it back while another withdraws it', async () => {
    const submission = await waiting(here.open())
    let between = async () => {}
    const other = here.open({
      async storage(name) {
        const store = await here.storage(name)
        return {
          ...store,
          async write(all) {
            if (all.some(({ type, key }) => type === 'put' && key === `outbox/${submission.id}`)) await between()
            return store.write(all)
          },
        }
      },
    })
    const outbox = await other.outbox()
    await here.clock.advance(hour)
    between = () => submission.cancel()
    await empty(here.storage)
    await outbox.drain()
    await settle()
    assert.equal(outbox.$entries.get()[0]?.state.status, 'cancelled')
    assert.deepEqual(await onDisk('outbox/'), [])
  })
})

describe('words of what is finished with', () => {
  it('are let go of after 45 days, but for the newest hundred', async () => {
    const store = await here.storage(name)
    const day = 24 * hour
    const at = here.clock.now() - 46 * day
    const words = Array.from({ length: 120 }, (_, index) => ({
      type: 'put' as const,
      key: `${index % 2 ? 'withdrawn' : 'receipt'}/${String(index).padStart(3, '0')}`,
      value: { version: 1, at: at + index },
    }))
    await store.write(words)
    here.server.fault = () => problemResponse('internal')
    await submitTicket(here.open(), ticket)
    await here.clock.advance(hour)
    here.kill()
    await here.open().outbox()
    await here.clock.advance(hour)
    assert.equal((await onDisk('receipt/')).length + (await onDisk('withdrawn/')).length, 100)
  })
})
