import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, afterEach, before, describe, it } from 'node:test'
import { createSupportClient, createVisitorCore, type SupportClient, SupportProblem } from '@aftercare/client'
import { createDevelopmentWorld, type DevelopmentWorld } from '@aftercare/server/development'
import type { Fetch } from '../src/environment.ts'
import { memoryStorage } from '../src/persistence/memory.ts'
import { solveChallenge } from '../src/visitors/proof-of-work.ts'
import { until } from './support/manual-clock.ts'

let world: DevelopmentWorld
const clients: SupportClient[] = []
before(async () => {
  world = await createDevelopmentWorld({ seed: false, visitors: true })
})
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()))
})
after(() => world.close())

const url = 'http://support.test/support'
const ticket = { type: 'incident', subject: 'Labels do not print', description: 'Since this morning.' }

const hash = (text: string) => createHash('sha256').update(text).digest('hex')

/** The same work without a promise for each try: one test shows what a page does, the others are about something else. */
async function quickly({ algorithm, challenge, maxnumber, salt, signature }: Record<string, unknown>) {
  for (let number = 0; number <= Number(maxnumber); number++) {
    if (hash(`${salt}${number}`) !== challenge) continue
    return btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }))
  }
  throw new Error('There is no such number')
}

/** Durable, and shared by all pages of one device. */
function device() {
  const factory = memoryStorage()
  const requests: string[] = []
  const fetch: Fetch = (request) => {
    requests.push(`${request.method} ${new URL(request.url).pathname.replace('/support', '')}`)
    return here.offline ? Promise.reject(new TypeError('offline')) : world.server.fetch(request)
  }
  const opened = <C extends SupportClient>(client: C) => {
    clients.push(client)
    return client
  }
  const here = {
    offline: false,
    requests,
    storage: factory,
    visitor: (more: object = {}) =>
      opened(
        createSupportClient({
          url,
          tenant: 'tidewater',
          visitor: true,
          fetch,
          storage: factory,
          solve: quickly,
          ...more,
        }),
      ),
    person: (subject: string, more: object = {}) =>
      opened(
        createSupportClient({
          ...{ url, getToken: () => world.customerToken({ subject }), fetch, storage: factory },
          ...more,
        }),
      ),
  }
  return here
}

describe('a visitor', () => {
  it('raises a ticket without any token of a backend, and sees it answered', async () => {
    const here = device()
    const client = here.visitor({ solve: undefined })
    const submission = await client.tickets.create(ticket)
    const made = await submission.acknowledged
    assert.equal(made.requester.name, null)
    assert.deepEqual(here.requests.slice(0, 3), ['GET /visitors/challenge', 'POST /visitors', 'POST /tickets'])
    const list = client.tickets.list()
    const stop = list.$state.subscribe(() => {})
    await until(() => list.$state.get().status === 'ready')
    const state = list.$state.get()
    assert.deepEqual(state.status === 'ready' && state.tickets.map(({ id }) => id), [made.id])
    stop()
  })

  it('is nobody before it has said something: it requests nothing and keeps nothing', async () => {
    const here = device()
    const client = here.visitor()
    assert.deepEqual(here.requests, [])
    await assert.rejects(client.core.session.token(), { name: 'SignedOut' })
    assert.deepEqual(here.requests, [])
  })

  it('is the same one in the next page, and in two at once', async () => {
    const here = device()
    const [first, second] = [here.visitor(), here.visitor()]
    const submissions = await Promise.all([first.tickets.create(ticket), second.tickets.create(ticket)])
    const made = await Promise.all(submissions.map(({ acknowledged }) => acknowledged))
    const third = await (await here.visitor().tickets.create(ticket)).acknowledged
    const requesters = new Set([...made, third].map(({ requester }) => requester.id))
    assert.equal(requesters.size, 1)
    assert.equal(here.requests.filter((request) => request === 'POST /visitors').length, 1)
  })

  it('writes offline, and is let in when the network is back', async () => {
    const here = device()
    here.offline = true
    const client = here.visitor()
    const submission = await client.tickets.create(ticket)
    await until(() => submission.$state.get().status === 'waiting')
    here.offline = false
    submission.retry()
    assert.ok((await submission.acknowledged).number > 0)
  })

  it('is let in again when its token has ended', async () => {
    const here = device()
    const client = here.visitor()
    const first = await (await client.tickets.create(ticket)).acknowledged
    await world.database.kysely
      .updateTable('visitors')
      .set({ ended_at: 1 })
      .where('person_id', '=', first.requester.id)
      .execute()
    const second = await (await client.tickets.create(ticket)).acknowledged
    assert.notEqual(second.requester.id, first.requester.id)
  })

  it('that fills in what nobody sees is not let in', async () => {
    const here = device()
    const client = here.visitor({ decoy: () => 'https://spam.example', solve: async () => '' })
    const submission = await client.tickets.create(ticket)
    await until(() => submission.$state.get().status === 'needs_attention')
    const state = submission.$state.get()
    assert.ok(state.status === 'needs_attention' && state.reason.kind === 'problem', 'nobody is asked to sign in')
    assert.equal(state.reason.problem.code, 'challenge_failed')
    assert.equal(here.requests.includes('POST /tickets'), false)
  })

  it('raises a ticket also where the device is full, and holds its token in the page', async () => {
    const here = device()
    const client = here.visitor({
      storage: async (name: string) => ({
        ...(await here.storage(name)),
        write: () => Promise.reject(new DOMException('Full', 'QuotaExceededError')),
      }),
    })
    const submission = await client.tickets.create(ticket)
    assert.ok((await submission.acknowledged).number > 0)
    assert.equal((await client.tickets.list()).$state.get().status === 'failed', false)
    assert.equal(here.requests.filter((request) => request === 'POST /visitors').length, 1)
  })

  it('solves what the server asks in a way of the host’s own', async () => {
    const here = device()
    const asked: unknown[] = []
    const client = here.visitor({
      async solve(challenge: Parameters<typeof solveChallenge>[0]) {
        asked.push(challenge.kind)
        return solveChallenge(challenge)
      },
    })
    await (await client.tickets.create(ticket)).acknowledged
    assert.deepEqual(asked, ['altcha'])
  })
})

describe('the solver', () => {
  it('finds the number by ALTCHA’s format, the first and the last too', async () => {
    const salt = 'ab?expires=1&'
    for (const number of [0, 1, 255, 256, 777, 1000]) {
      const challenge = { kind: 'altcha', algorithm: 'SHA-256', maxnumber: 1000, salt, signature: 's' }
      const answer = await solveChallenge({ ...challenge, challenge: hash(salt + number) })
      const { kind: _, maxnumber: __, ...rest } = challenge
      assert.deepEqual(JSON.parse(atob(answer)), { ...rest, challenge: hash(salt + number), number })
    }
  })

  it('gives up where there is none, and refuses what it does not know', async () => {
    const challenge = { kind: 'altcha', algorithm: 'SHA-256', maxnumber: 300, salt: 'x', signature: 's' }
    await assert.rejects(solveChallenge({ ...challenge, challenge: hash('never') }), /no solution/)
    await assert.rejects(solveChallenge({ kind: 'riddle', question: 'What is red?' }))
    await assert.rejects(solveChallenge({ ...challenge, challenge: 'x', maxnumber: 1e12 }))
  })
})

describe('a person who was a visitor on this device', () => {
  it('takes over the tickets, the drafts and what was not sent yet, with its keys', async () => {
    const here = device()
    const client = here.visitor()
    const sent = await (await client.tickets.create(ticket)).acknowledged
    const draft = await client.drafts.open('ticket')
    draft.save({ subject: 'Half a thought' })
    await draft.flush()
    here.offline = true
    const waiting = await client.tickets.create({
      ...ticket,
      attachments: [new File(['bytes'], 'a.txt', { type: 'text/plain' })],
    })
    await until(() => waiting.$state.get().status === 'waiting')
    await client.close()
    here.offline = false

    const person = here.person('was-a-visitor')
    assert.deepEqual(await person.takeOverVisitor(), { tickets: [sent.id], unsent: 1 })
    const outbox = await person.outbox()
    await outbox.drain()
    const store = await here.storage(`aftercare:${url}:tidewater/was-a-visitor`)
    await until(() => outbox.$entries.get().every(({ state }) => state.status === 'acknowledged'))
    assert.notEqual(await store.get(`receipt/${waiting.id}`), undefined)
    const rows = await world.database.reader
      .selectFrom('tickets')
      .select(['id', 'requester_id'])
      .where('id', 'in', [sent.id, waiting.id])
      .execute()
    assert.equal(rows.length, 2)
    assert.equal(new Set(rows.map((row) => row.requester_id)).size, 1)
    assert.deepEqual((await person.drafts.open('ticket')).value, { subject: 'Half a thought' })
    const left = await (await here.storage(`aftercare:${url}:tidewater/%00`)).list('')
    assert.deepEqual(
      left.map(([key]) => key),
      ['epoch', `withdrawn/${waiting.id}`],
    )
    assert.deepEqual(await person.takeOverVisitor(), { tickets: [], unsent: 0 })
  })

  it('stays signed in where a visitor has logged out before', async () => {
    const here = device()
    const before = here.visitor()
    await (await before.tickets.create(ticket)).acknowledged
    await before.logout()
    const client = here.visitor()
    const sent = await (await client.tickets.create(ticket)).acknowledged
    await client.close()
    const person = here.person('after-a-logout')
    const outbox = await person.outbox()
    assert.deepEqual((await person.takeOverVisitor()).tickets, [sent.id])
    await outbox.drain()
    assert.equal(await person.core.session.identity(), 'tidewater/after-a-logout')
    assert.ok((await (await person.tickets.create(ticket)).acknowledged).number > 0)
  })

  it('leaves what another page of the visitor queues meanwhile, and keeps a draft beside the one the person has begun', async () => {
    const here = device()
    here.offline = true
    const client = here.visitor()
    const first = await client.tickets.create(ticket)
    const draft = await client.drafts.open('ticket')
    draft.save({ subject: 'The visitor’s' })
    await draft.flush()
    let later: string | undefined
    const person = here.person('meanwhile', {
      storage: async (name: string) => {
        const store = await here.storage(name)
        if (!name.endsWith('/%00')) return store
        const list = async (prefix: string) => {
          const found = await store.list(prefix)
          later ??= (await client.tickets.create(ticket)).id
          return found
        }
        return { ...store, list }
      },
    })
    const own = await person.drafts.open('ticket')
    assert.equal((await person.takeOverVisitor()).unsent, 1)
    own.save({ subject: 'The person’s' })
    await own.flush()
    const left = (await (await here.storage(`aftercare:${url}:tidewater/%00`)).list('')).map(([key]) => key)
    assert.deepEqual(left, ['epoch', `outbox-file/${later}/0`, `outbox/${later}`, `withdrawn/${first.id}`])
    assert.notEqual(later, first.id)
    const store = await here.storage(`aftercare:${url}:tidewater/meanwhile`)
    const kept = (await store.list('draft/')).map(
      ([, value]) => (value as { value: { subject: string } }).value.subject,
    )
    assert.deepEqual(kept, ['The person’s', 'The visitor’s'])
  })

  it('ends the visitor’s open page: a draft in it is the person’s, and goes as nobody else’s from there', async () => {
    const here = device()
    const visitor = here.visitor()
    await (await visitor.tickets.create(ticket)).acknowledged
    const draft = await visitor.drafts.open<typeof ticket>('ticket')
    draft.save({ ...ticket, subject: 'Half a thought' })
    await draft.flush()
    const person = here.person('draft-still-open')
    await person.takeOverVisitor()
    const submission = await visitor.tickets.create({ ...ticket, subject: 'Half a thought' }, { draft })
    await until(() => submission.$state.get().status === 'blocked_auth')
    assert.equal((submission.$state.get() as { durable: boolean }).durable, false)
    assert.equal((await person.drafts.open<typeof ticket>('ticket')).value?.subject, 'Half a thought')
    const rows = await world.database.reader
      .selectFrom('tickets')
      .select('id')
      .where('subject', '=', 'Half a thought')
      .execute()
    assert.deepEqual(rows, [])
    // Whoever comes to the page next as a visitor is a new one.
    assert.ok((await (await here.visitor().tickets.create(ticket)).acknowledged).number > 0)
  })

  it('sends as no new visitor what the visitor’s page held in memory alone', async () => {
    const here = device()
    let full = false
    const visitor = here.visitor({
      storage: async (name: string) => {
        const store = await here.storage(name)
        const write: typeof store.write = async (operations) => {
          if (full && operations.some(({ type }) => type === 'put' || type === 'replace')) throw new Error('full')
          return store.write(operations)
        }
        return { ...store, write }
      },
    })
    await (await visitor.tickets.create(ticket)).acknowledged
    full = here.offline = true
    const submission = await visitor.tickets.create({ ...ticket, subject: 'Held by the page' })
    await until(() => submission.$state.get().status === 'waiting')
    full = here.offline = false
    await here.person('memory-alone').takeOverVisitor()
    submission.retry()
    await until(() => submission.$state.get().status === 'blocked_auth')
    const before = here.requests.length
    submission.retry()
    await (await visitor.outbox()).drain()
    assert.equal(here.requests.length, before)
    assert.equal(submission.$state.get().status, 'blocked_auth')
  })

  it('gets one ticket of a write whose answer the visitor never heard', async () => {
    const here = device()
    let lose = true
    const client = here.visitor({
      fetch: async (request: Request) => {
        const answer = await world.server.fetch(request)
        if (lose && new URL(request.url).pathname.endsWith('/tickets')) throw new TypeError('the answer is lost')
        return answer
      },
    })
    const submission = await client.tickets.create(ticket)
    await until(() => submission.$state.get().status === 'waiting')
    await client.close()
    lose = false
    const person = here.person('lost-answer')
    const taken = await person.takeOverVisitor()
    assert.deepEqual(taken, { tickets: [submission.id], unsent: 1 })
    const outbox = await person.outbox()
    for (const entry of outbox.$entries.get()) entry.retry()
    await until(() => outbox.$entries.get().every(({ state }) => state.status === 'acknowledged'))
    const list = await world.database.reader
      .selectFrom('tickets')
      .select('id')
      .where('id', '=', submission.id)
      .execute()
    assert.equal(list.length, 1)
  })

  it('takes over nothing where there was no visitor, and nothing of one who became somebody else', async () => {
    const here = device()
    assert.deepEqual(await here.person('nobody-before').takeOverVisitor(), { tickets: [], unsent: 0 })
    const client = here.visitor()
    await (await client.tickets.create(ticket)).acknowledged
    await client.close()
    const name = `aftercare:${url}:tidewater/%00`
    const record = await (await here.storage(name)).get('visitor')
    await here.person('first').takeOverVisitor()
    await (await here.storage(name)).write([{ type: 'put', key: 'visitor', value: record as never }])
    await assert.rejects(here.person('second').takeOverVisitor(), (error) => {
      assert.ok(error instanceof SupportProblem)
      assert.equal(error.code, 'visitor_unknown')
      return true
    })
  })
})

describe('a core for a visitor', () => {
  it('is made by itself, for a page that shows one element', async () => {
    const core = createVisitorCore({ url, tenant: 'tidewater', fetch: world.server.fetch, storage: memoryStorage() })
    assert.equal(await core.session.identity(), 'tidewater/%00')
    await core.close()
  })
})
