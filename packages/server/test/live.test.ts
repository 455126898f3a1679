import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { eventSchema } from '@aftercare/protocol/schemas'
import {
  createAccount,
  createSupportServer,
  grantRole,
  revokeRole,
  revokeStaffKey,
  revokeSubject,
} from '../src/index.ts'
import { issuer, tenant, type World, world } from './world.ts'

interface Heard {
  event: string
  id: string | undefined
  // biome-ignore lint/suspicious/noExplicitAny: what came over the wire is for the assertions to judge
  data: any
}

describe('live updates', () => {
  let w: World
  let agent: string
  const open: Listener[] = []
  before(async () => {
    // Nothing is found by looking again after a while: what is told was told because it happened.
    w = await world({ server: { limits: { heartbeat: 600_000, livePoll: 600_000 } } })
    agent = (await w.staff('agent')).key
  })
  after(async () => {
    for (const listener of open) await listener.leave()
    await w.close()
  })

  class Listener {
    readonly #reader: ReadableStreamDefaultReader<Uint8Array>
    #text = ''
    comments = 0
    ended = false
    constructor(body: ReadableStream<Uint8Array>) {
      this.#reader = body.getReader()
    }
    /** The next event, or undefined when the stream ended. */
    async next(): Promise<Heard | undefined> {
      for (;;) {
        const end = this.#text.indexOf('\n\n')
        if (end >= 0) {
          const block = this.#text.slice(0, end)
          this.#text = this.#text.slice(end + 2)
          if (block.startsWith(':')) {
            this.comments++
            continue
          }
          const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
          return { event: field('event') ?? 'message', id: field('id'), data: JSON.parse(field('data')!) }
        }
        const { done, value } = await this.#reader.read()
        if (done) {
          this.ended = true
          return undefined
        }
        this.#text += new TextDecoder().decode(value)
      }
    }
    /** What comes within some time, which is nothing where nothing is expected. */
    async within(milliseconds: number): Promise<Heard | undefined | 'silence'> {
      const silence = new Promise<'silence'>((resolve) => setTimeout(() => resolve('silence'), milliseconds))
      return Promise.race([this.next(), silence])
    }
    async leave() {
      await this.#reader.cancel().catch(() => {})
    }
  }

  async function listen(token: string, lastEventId?: string, server = w.server): Promise<Listener> {
    const headers: Record<string, string> = { authorization: `Bearer ${token}` }
    if (lastEventId !== undefined) headers['last-event-id'] = lastEventId
    const response = await server.fetch(new Request('http://127.0.0.1/support/events', { headers }))
    assert.equal(response.status, 200)
    assert.equal(response.headers.get('content-type'), 'text/event-stream')
    assert.equal(response.headers.get('cache-control'), 'no-store')
    const listener = new Listener(response.body!)
    open.push(listener)
    return listener
  }

  it('begin with where they stand, then tell what happens, as the schema says', async () => {
    const mara = await w.customer()
    const listener = await listen(mara)
    const ready = await listener.next()
    assert.equal(ready!.event, 'ready')
    assert.equal(typeof ready!.data.seq, 'number')
    const ticket = await w.raise(mara)
    const created = await listener.next()
    const event = eventSchema.parse(created!.data)
    assert.equal(created!.event, 'message')
    assert.equal(created!.id, String(event.seq))
    assert.ok(event.seq > ready!.data.seq)
    assert.equal(event.type, 'ticket.created')
    assert.deepEqual(event.ticket, ticket)
    const reply = w.newMessage({ body: 'We are on it' })
    await w.send('POST', `/tickets/${ticket.id}/messages`, { token: agent, body: reply })
    const told = eventSchema.parse((await listener.next())!.data)
    assert.equal(told.type, 'message.created')
    assert.equal(told.type === 'message.created' && told.message.body, 'We are on it')
    assert.equal(told.ticket.status, 'in_progress')
  })

  it('reach staff for every ticket, and customers for their own only', async () => {
    const mine = await listen(await w.customer('one'))
    const theirs = await listen(await w.customer('two'))
    const staff = await listen(agent)
    for (const listener of [mine, theirs, staff]) await listener.next()
    const ticket = await w.raise(await w.customer('one'))
    assert.equal((await mine.next())!.data.ticket.id, ticket.id)
    assert.equal((await staff.next())!.data.ticket.id, ticket.id)
    assert.equal(await theirs.within(60), 'silence')
  })

  it('resume after the last one heard, with nothing lost and nothing twice', async () => {
    const token = await w.customer('resumer')
    const first = await listen(token)
    await first.next()
    const ticket = await w.raise(token)
    const heard = await first.next()
    await first.leave()
    const missed = []
    for (let i = 0; i < 3; i++) {
      missed.push((await w.send('POST', `/tickets/${ticket.id}/messages`, { token, body: w.newMessage() })).body.id)
    }
    const again = await listen(token, heard!.id)
    assert.deepEqual((await again.next())!.data, { seq: heard!.data.seq })
    const told = []
    for (let i = 0; i < 3; i++) told.push((await again.next())!.data.message.id)
    assert.deepEqual(told, missed)
  })

  it('lose nothing between the beginning and the first event, however close they are', async () => {
    const token = await w.customer('racer')
    const tickets = new Set<string>()
    const raising = (async () => {
      for (let i = 0; i < 30; i++) tickets.add((await w.raise(token)).id)
    })()
    const listeners = []
    for (let i = 0; i < 5; i++) listeners.push(await listen(token))
    await raising
    const last = await w.raise(token)
    for (const listener of listeners) {
      const from = (await listener.next())!.data.seq
      const seqs = []
      for (let heard = await listener.next(); heard; heard = await listener.next()) {
        seqs.push(heard.data.seq)
        if (heard.data.ticket.id === last.id) break
      }
      const expected = await w.database.reader
        .selectFrom('events')
        .select('seq')
        .where('seq', '>', from)
        .orderBy('seq')
        .execute()
      assert.deepEqual(
        seqs,
        expected.map(({ seq }) => seq),
      )
    }
  })

  it('say that the log does not reach back so far, and go on from now', async () => {
    const token = await w.customer('sleeper')
    await w.raise(token)
    w.pass(25 * 3_600_000)
    await w.server.work.runOnce()
    const fresh = await w.customer('sleeper')
    const [position] = await w.database.reader.selectFrom('counters').select('event_seq').execute()
    for (const lost of ['0', '999999999', 'nonsense', '-1']) {
      const listener = await listen(fresh, lost)
      assert.deepEqual(await listener.next(), {
        event: 'ready',
        id: String(position!.event_seq),
        data: { seq: position!.event_seq },
      })
      assert.equal((await listener.next())!.event, 'reset')
      await listener.leave()
    }
    const listener = await listen(fresh, String(position!.event_seq))
    assert.equal((await listener.next())!.event, 'ready')
    const ticket = await w.raise(fresh)
    assert.equal((await listener.next())!.data.ticket.id, ticket.id)
  })

  it('show that they are alive', async () => {
    const beating = await createSupportServer({ ...w.serverOptions, limits: { heartbeat: 40 } })
    const listener = await listen(await w.customer('patient'), undefined, beating)
    await listener.next()
    const passing = setInterval(() => w.pass(40), 20)
    await listener.within(150)
    clearInterval(passing)
    assert.ok(listener.comments >= 1)
    await beating.close()
  })

  it('end with the token', async () => {
    const seconds = Math.floor(w.now() / 1000)
    const listener = await listen(await w.sign({ sub: 'brief', exp: seconds + 1 }))
    await listener.next()
    assert.equal(await listener.within(2500), undefined)
    assert.ok(listener.ended)
  })

  it('end with a revocation, before anything more is told', async () => {
    const token = await w.customer('leaver')
    const customer = await listen(token)
    const member = await w.staff('agent')
    const staff = await listen(member.key)
    await customer.next()
    await staff.next()
    w.pass(1000)
    await revokeSubject(w.journal, { tenant, issuer, subject: 'leaver' })
    await revokeStaffKey(w.journal, { tenant, key: member.keyId })
    w.pass(1000)
    await w.raise(await w.customer('leaver'))
    assert.equal(await customer.within(500), undefined)
    assert.equal(await staff.within(500), undefined)
  })

  it('reach those who see a whole account, until that is taken from them', async () => {
    const account = 'harbor'
    await createAccount(w.journal, { tenant, id: account, name: 'Harbor' })
    const token = await w.customer('head', { account })
    await w.send('GET', '/tickets', { token })
    const who = { issuer, subject: 'head' }
    await grantRole(w.journal, { tenant, account, role: 'account_admin', who })
    const listener = await listen(token)
    await listener.next()
    const ticket = await w.raise(await w.customer('hand', { account }))
    assert.equal((await listener.next())!.data.ticket.id, ticket.id)
    await revokeRole(w.journal, { tenant, account, who })
    await w.raise(await w.customer('hand', { account }))
    const own = await w.raise(token)
    assert.equal((await listener.next())!.data.ticket.id, own.id)
  })

  it('tell after an hour without network everything that happened, once and in order', async () => {
    const token = await w.customer('traveller')
    const first = await listen(token)
    const { seq } = (await first.next())!.data
    await first.leave()
    const ticket = await w.raise(token)
    const happened = [ticket.id]
    for (let number = 0; number < 250; number++) {
      w.pass(14_000)
      // What others do fills the log and is none of this one's business.
      if (number % 2) await w.raise(await w.customer('somebody else'))
      const body = w.newMessage()
      await w.send('POST', `/tickets/${ticket.id}/messages`, { token: await w.customer('traveller'), body })
      happened.push(body.id)
    }
    const back = await listen(await w.customer('traveller'), String(seq))
    await back.next()
    const told = []
    while (told.length < happened.length) {
      const { data } = (await back.next())!
      told.push(data.message?.id ?? data.ticket.id)
    }
    assert.deepEqual(told, happened)
    assert.equal(await back.within(60), 'silence')
  })

  it('hear of what another process wrote', async () => {
    const token = await w.customer('elsewhere')
    const other = await createSupportServer({ ...w.serverOptions, limits: { livePoll: 20 } })
    const listener = await listen(token, undefined, other)
    await listener.next()
    const ticket = await w.raise(token)
    assert.equal((await listener.next())!.data.ticket.id, ticket.id)
    await other.close()
    assert.equal(await listener.within(500), undefined)
  })
})
