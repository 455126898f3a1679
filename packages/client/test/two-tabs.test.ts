import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { drafts, submitTicket } from '@aftercare/client'
import { type Device, device, ticket } from './support/device.ts'
import { settle, until } from './support/manual-clock.ts'
import { problemResponse, token } from './support/scripted-server.ts'

let here: Device
beforeEach(() => {
  here = device()
})
afterEach(() => here.close())

const minute = 60_000
const fresh = (n = 0) => token({ sub: 'mara', n, iat: here.clock.now() / 1000, exp: here.clock.now() / 1000 + 900 })
const sent = () => here.server.arrived.filter(({ path, method }) => path === '/tickets' && method === 'POST').length

/** A store that takes nothing but deletions once `full` says so. */
const fillable =
  (full: () => boolean): Device['storage'] =>
  async (name) => {
    const store = await here.storage(name)
    return {
      ...store,
      async write(operations) {
        if (full() && operations.some(({ type }) => type === 'put' || type === 'replace'))
          throw new DOMException('full', 'QuotaExceededError')
        return store.write(operations)
      },
    }
  }

describe('two tabs of one person', () => {
  it('whose every token the server refuses do not wake each other', async () => {
    here.server.fault = ({ path }) => (path === '/tickets' ? problemResponse('token_revoked') : undefined)
    let asked = 0
    const getToken = async () => fresh(++asked)
    const [one, other] = [here.open({ getToken }), here.open({ getToken })]
    await other.outbox()
    const submission = await submitTicket(one, ticket)
    await settle(300)
    assert.equal(submission.$state.get().status, 'blocked_auth')
    assert.ok(sent() <= 4, `${sent()} requests and no time has passed`)
    assert.ok(asked <= 6, `${asked} tokens and no time has passed`)
  })

  it('whose host has no token for them do not wake each other, and go on when it has', async () => {
    let asked = 0
    let signedIn = true
    const getToken = async () => {
      asked += 1
      if (!signedIn) throw new Error('Signed out at the host')
      return fresh(asked)
    }
    const [one, other] = [here.open({ getToken }), here.open({ getToken })]
    for (const core of [one, other]) await core.session.token()
    await other.outbox()
    await here.clock.advance(20 * minute)
    signedIn = false
    asked = 0
    const submission = await submitTicket(one, ticket)
    await settle(300)
    assert.ok(asked <= 6, `the host was asked ${asked} times and no time has passed`)
    signedIn = true
    await one.session.token()
    await settle(50)
    assert.equal(submission.$state.get().status, 'acknowledged')
  })

  for (const code of ['internal', 'validation_failed'] as const) {
    it(`on a device that is full do not send again and again what was answered with ${code}`, async () => {
      let full = false
      here.server.fault = ({ path }) => {
        if (path !== '/tickets') return undefined
        full = true
        return problemResponse(code)
      }
      const storage = fillable(() => full)
      const [one, other] = [here.open({ storage }), here.open({ storage })]
      await other.outbox()
      await submitTicket(one, ticket)
      await settle(200)
      assert.ok(sent() <= 2, `${sent()} requests and no time has passed`)
    })
  }

  it('of which one is refused learn what the other has sent, and ask for what they may not read once in a while', async () => {
    let reads = 0
    let unread = ''
    const refused = async (request: Request) => {
      if (!unread) return here.server.fetch(request)
      const ofUnread = request.url.endsWith(unread)
      if (ofUnread) reads += 1
      return ofUnread || request.method !== 'GET' ? problemResponse('token_revoked') : here.server.fetch(request)
    }
    const [one, other] = [here.open(), here.open({ fetch: refused })]
    here.server.fault = () => 'offline'
    const submissions = [await submitTicket(one, ticket), await submitTicket(one, ticket)] as const
    await here.clock.advance(minute)
    const outbox = await other.outbox()
    await settle(20)
    const seen = () => outbox.$entries.get().map(({ state }) => state.status)
    assert.deepEqual(seen(), ['waiting', 'waiting'])
    unread = submissions[0].id
    here.server.fault = () => undefined
    for (const submission of submissions) submission.retry()
    await settle(50)
    assert.equal(here.server.made.size, 2)
    assert.equal(seen()[1], 'acknowledged')
    for (let index = 0; index < 5; index++) await (await submitTicket(one, ticket)).acknowledged
    await settle(50)
    assert.ok(reads <= 2, `${reads} requests and no time has passed`)
    unread = ''
    await here.clock.advance(minute)
    await outbox.drain()
    assert.equal(seen()[0], 'acknowledged')
  })

  describe('of which one withdraws what the other is sending', () => {
    async function withdrawn(arrives: boolean) {
      const { promise, resolve, reject } = Promise.withResolvers<undefined>()
      const [one, other] = [here.open(), here.open()]
      const outbox = await other.outbox()
      here.server.fault = ({ method }) => (method === 'POST' ? promise : undefined)
      const submission = await submitTicket(one, ticket)
      await settle(20)
      const [seen] = outbox.$entries.get()
      assert.deepEqual([submission.$state.get().status, seen?.state.status], ['sending', 'queued'])
      await seen?.cancel()
      await settle(20)
      here.server.fault = () => (arrives ? undefined : 'offline')
      if (arrives) resolve(undefined)
      else reject(new TypeError('The network failed'))
      await here.clock.advance(20 * minute)
      const { store } = await one.persistence()
      assert.deepEqual(await store.list('outbox'), [])
      return [submission.$state.get().status, outbox.$entries.get()[0]?.state.status]
    }

    it('both say that it has arrived, where it has', async () => {
      assert.deepEqual(await withdrawn(true), ['acknowledged', 'acknowledged'])
      assert.equal(here.server.made.size, 1)
    })

    it('both say that it is withdrawn, where it has not, and nobody sends it again', async () => {
      assert.deepEqual(await withdrawn(false), ['cancelled', 'cancelled'])
      assert.equal(sent(), 1)
    })
  })

  it('of which one withdraws what the other has sent say that it has arrived, once that can be read', async () => {
    let away = false
    const fetch = async (request: Request) =>
      away ? Promise.reject(new TypeError('offline')) : here.server.fetch(request)
    const [one, other] = [here.open(), here.open({ fetch })]
    const outbox = await other.outbox()
    here.server.fault = () => problemResponse('validation_failed')
    const submission = await submitTicket(one, ticket)
    await settle(40)
    const seen = () => outbox.$entries.get()[0]
    assert.equal(seen()?.state.status, 'needs_attention')
    away = true
    here.server.fault = () => undefined
    submission.retry()
    await submission.acknowledged
    await settle(40)
    await seen()?.cancel()
    assert.equal(seen()?.state.status, 'cancelled')
    away = false
    await here.clock.advance(minute)
    await outbox.drain()
    assert.equal(seen()?.state.status, 'acknowledged')
    assert.equal(here.server.made.size, 1)
  })

  it('leave an upload of many minutes to the one that has begun it', async () => {
    const others: string[] = []
    const slowly = async (request: Request) => {
      if (request.method === 'PATCH') await new Promise<void>((resolve) => here.clock.after(25_000, resolve))
      return here.server.fetch(request)
    }
    const watched = async (request: Request) => {
      // Reading what the first has sent is no sending.
      if (request.method !== 'GET') others.push(`${request.method} ${request.url}`)
      return here.server.fetch(request)
    }
    const [one, other] = [here.open({ fetch: slowly }), here.open({ fetch: watched })]
    await other.outbox()
    const bytes = new Uint8Array(randomBytes(10 * 1024 * 1024))
    const submission = await submitTicket(one, { ...ticket, attachments: [{ name: 'a', type: 'text/plain', bytes }] })
    await here.clock.advance(10 * minute)
    assert.equal(submission.$state.get().status, 'acknowledged')
    assert.deepEqual(others, [])
  })

  it('leave many short writes to the one that has begun', async () => {
    let others = 0
    const slowly = async (request: Request) => {
      await new Promise<void>((resolve) => here.clock.after(2000, resolve))
      return here.server.fetch(request)
    }
    const watched = async (request: Request) => {
      if (request.method !== 'GET') others += 1
      return here.server.fetch(request)
    }
    const [one, other] = [here.open({ fetch: slowly }), here.open({ fetch: watched })]
    await other.outbox()
    for (let index = 0; index < 16; index++) {
      await submitTicket(one, { ...ticket, subject: `Ticket ${index}` })
      await settle(6)
    }
    await here.clock.advance(minute)
    assert.equal(sent(), 16)
    assert.equal(others, 0)
  })
})

describe('what was blocked for want of a token', () => {
  it('goes when one comes, also while something else is being sent', async () => {
    let signedIn = true
    const getToken = async () => {
      if (!signedIn) throw new Error('Signed out at the host')
      return token({ sub: 'mara', iat: here.clock.now() / 1000, exp: here.clock.now() / 1000 + 60 })
    }
    const core = here.open({ getToken })
    const gate = Promise.withResolvers<undefined>()
    here.server.fault = ({ body }) =>
      (body as { subject?: string } | undefined)?.subject === 'slow' ? gate.promise : undefined
    await core.session.token()
    await here.clock.advance(40_000)
    const slow = await submitTicket(core, { ...ticket, subject: 'slow' })
    await until(() => sent() > 0, 'the first')
    await here.clock.advance(15_000)
    signedIn = false
    const other = await submitTicket(core, { ...ticket, subject: 'other' })
    await settle(50)
    assert.equal(other.$state.get().status, 'blocked_auth')
    assert.equal(slow.$state.get().status, 'sending')
    signedIn = true
    await core.session.token()
    await settle(50)
    gate.resolve(undefined)
    await settle(50)
    assert.equal(other.$state.get().status, 'acknowledged')
  })
})

describe('a draft whose ticket went out from memory, as the device was full,', () => {
  it('is there until the ticket has arrived, and is not offered after that', async () => {
    let full = false
    const storage = fillable(() => full)
    const core = here.open({ storage })
    const draft = await drafts(core).open<typeof ticket>('ticket')
    draft.save(ticket)
    await draft.flush()
    full = true
    here.server.fault = () => 'offline'
    const submission = await submitTicket(core, ticket, { draft })
    const { store } = await core.persistence()
    const kept = async () => (await store.list('draft/')).length
    assert.equal(await kept(), 1)
    here.server.fault = () => undefined
    submission.retry()
    await submission.acknowledged
    await settle()
    assert.equal(await kept(), 0)
  })
})
