import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import type { Core, LiveSignal } from '@aftercare/client'
import { createLive } from '../src/live/live.ts'
import { type Device, device } from './support/device.ts'
import { settle, until } from './support/manual-clock.ts'
import { token } from './support/scripted-server.ts'

const second = 1000

interface Connection {
  readonly request: Request
  say(text: string): Promise<void>
  end(): void
  readonly ended: () => boolean
}

let here: Device
let connections: Connection[]
let answer: () => Response | undefined
let core: Core
let stop = () => {}
let heard: string[]

const ticket = {
  id: '5b1d3b0e-6f5c-4f0e-9a3f-0d4e8c6a1b01',
  number: 1,
  type: 'incident',
  subject: '语言',
  description: '',
  status: 'new',
  closeReason: null,
  priority: null,
  requester: { id: 'mara', name: null },
  assignee: null,
  account: null,
  locale: 'en',
  attachments: [],
  replies: 0,
  promises: [],
  createdAt: '2026-01-05T09:00:00.000Z',
  updatedAt: '2026-01-05T09:00:00.000Z',
}
const event = (seq: number) =>
  `id: ${seq}\ndata: ${JSON.stringify({ seq, at: ticket.createdAt, type: 'ticket.created', ticket })}\n\n`
const readyAt = (seq: number) => `event: ready\ndata: {"seq":${seq}}\n\n`

function connect(request: Request): Response {
  const encoder = new TextEncoder()
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined
  let ended = false
  const body = new ReadableStream<Uint8Array>({
    start(started) {
      controller = started
    },
    cancel() {
      ended = true
    },
  })
  connections.push({
    request,
    async say(text) {
      controller?.enqueue(encoder.encode(text))
      await settle()
    },
    end() {
      ended = true
      controller?.close()
    },
    ended: () => ended,
  })
  return new Response(body)
}

function listen() {
  const live = createLive(core)
  stop = live.listen((signal: LiveSignal) =>
    heard.push(signal.type === 'event' ? `event ${signal.event.seq}` : signal.type),
  )
  return live
}

async function connected(count = 1): Promise<Connection> {
  await until(() => connections.length === count, `connection ${count}`)
  await settle()
  return connections[count - 1] ?? assert.fail()
}

beforeEach(async () => {
  here = device()
  connections = []
  heard = []
  answer = () => undefined
  core = here.open({
    fetch: async (request) => answer() ?? connect(request),
    getToken: async () => token({ sub: 'mara', iat: here.clock.now() / 1000, exp: here.clock.now() / 1000 + 900 }),
  })
  // Loaded ahead, so that only the clock of the test decides what comes when.
  await import('@aftercare/protocol/schemas')
})
afterEach(async () => {
  stop()
  await here.close()
})

describe('live updates', () => {
  it('connect with the first listener and end with the last', async () => {
    const live = createLive(core)
    await settle()
    assert.equal(connections.length, 0)
    const stops = [live.listen(() => {}), live.listen(() => {})]
    const connection = await connected()
    assert.equal(connection.request.headers.get('Last-Event-ID'), null)
    assert.match(connection.request.headers.get('Authorization') ?? '', /^Bearer /)
    assert.ok(!connection.request.url.includes('ey'))
    stops[0]?.()
    await settle()
    assert.equal(connection.ended(), false)
    stops[1]?.()
    await settle()
    assert.equal(connection.ended(), true)
  })

  it('are live once the stream is ready, and give its events', async () => {
    const live = listen()
    const connection = await connected()
    assert.equal(live.$connection.get(), 'connecting')
    await connection.say(`${readyAt(4)}: heartbeat\n\n`)
    assert.equal(live.$connection.get(), 'live')
    await connection.say(event(5).slice(0, 40))
    await connection.say(event(5).slice(40) + event(6))
    // What was read before the stream began may lack something: read again.
    assert.deepEqual(heard, ['reload', 'event 5', 'event 6'])
  })

  it('pass over what they do not know, and resume behind it', async () => {
    listen()
    const first = await connected()
    const article = { id: ticket.id, slug: 'roll', locale: 'en', revision: 1 }
    const data = { seq: 5, at: ticket.createdAt, type: 'article.published', article }
    await first.say(`${readyAt(4)}id: 5\ndata: ${JSON.stringify(data)}\n\n`)
    assert.deepEqual(heard, ['reload'])
    first.end()
    await here.clock.advance(6 * second)
    const next = await connected(2)
    assert.equal(next.request.headers.get('Last-Event-ID'), '5')
  })

  it('resume after a break where they ended, without reading again', async () => {
    listen()
    const first = await connected()
    await first.say(readyAt(4) + event(5))
    await here.clock.advance(6 * second)
    first.end()
    const next = await connected(2)
    assert.equal(next.request.headers.get('Last-Event-ID'), '5')
    await next.say(readyAt(6) + event(6))
    assert.deepEqual(heard, ['reload', 'event 5', 'event 6'])
  })

  it('resume from where the stream began, when it has said nothing yet', async () => {
    listen()
    const first = await connected()
    await first.say(readyAt(4))
    await here.clock.advance(6 * second)
    first.end()
    assert.equal((await connected(2)).request.headers.get('Last-Event-ID'), '4')
  })

  it('say that all must be read again after a reset', async () => {
    listen()
    const connection = await connected()
    await connection.say(`${readyAt(4)}id: 90\nevent: reset\ndata: {}\n\n`)
    assert.deepEqual(heard, ['reload', 'reload'])
    await here.clock.advance(6 * second)
    connection.end()
    assert.equal((await connected(2)).request.headers.get('Last-Event-ID'), '90')
  })

  it('pass over events that this version does not know', async () => {
    listen()
    const connection = await connected()
    await connection.say(`${readyAt(4)}id: 5\ndata: {"type":"ticket.exploded"}\n\nid: 6\ndata: {\n\n${event(7)}`)
    assert.deepEqual(heard, ['reload', 'event 7'])
  })

  it('connect anew at the end of the token, with another one', async () => {
    listen()
    const first = await connected()
    await first.say(readyAt(4))
    // Heartbeats keep it alive until then.
    for (let time = 0; time < 840; time += 30) {
      await here.clock.advance(30 * second)
      await first.say(': heartbeat\n\n')
    }
    assert.equal(first.ended(), false)
    await here.clock.advance(30 * second)
    const next = await connected(2)
    assert.equal(first.ended(), true)
    assert.notEqual(next.request.headers.get('Authorization'), first.request.headers.get('Authorization'))
    assert.equal(next.request.headers.get('Last-Event-ID'), '4')
  })

  it('take a connection without heartbeats for dead', async () => {
    listen()
    const first = await connected()
    await first.say(readyAt(4))
    await here.clock.advance(44 * second)
    assert.equal(first.ended(), false)
    await here.clock.advance(second)
    assert.equal(first.ended(), true)
    await connected(2)
  })

  it('take a stream that does not begin within 10 seconds for held back, and ask for changes instead', async () => {
    const live = listen()
    await here.clock.advance(60 * second)
    assert.ok(connections.length >= 3)
    assert.ok(connections.slice(0, 3).every(({ ended }) => ended()))
    assert.equal(live.$connection.get(), 'polling')
    assert.ok(heard.includes('reload'))
  })

  it('end when the page is hidden for a minute, and resume when it is seen again', async () => {
    const live = listen()
    const first = await connected()
    await first.say(readyAt(4))
    here.page.visible = false
    here.page.changed()
    await here.clock.advance(40 * second)
    await first.say(': heartbeat\n\n')
    assert.equal(first.ended(), false)
    await here.clock.advance(20 * second)
    assert.equal(first.ended(), true)
    await here.clock.advance(3600 * second)
    assert.equal(connections.length, 1)
    here.page.visible = true
    here.page.changed()
    const next = await connected(2)
    assert.equal(next.request.headers.get('Last-Event-ID'), '4')
    await next.say(readyAt(4))
    assert.equal(live.$connection.get(), 'live')
  })

  it('outlive a short look away', async () => {
    listen()
    const first = await connected()
    await first.say(readyAt(4))
    here.page.visible = false
    here.page.changed()
    await here.clock.advance(40 * second)
    await first.say(': heartbeat\n\n')
    here.page.visible = true
    here.page.changed()
    await here.clock.advance(40 * second)
    assert.equal(first.ended(), false)
  })

  it('say that they are offline, try less and less often, and try at once when the network may be back', async () => {
    const live = listen()
    let tries = 0
    answer = () => {
      tries += 1
      throw new TypeError('fetch failed')
    }
    await here.clock.advance(10 * 60 * second)
    assert.equal(live.$connection.get(), 'offline')
    assert.ok(tries >= 10 && tries < 60, `${tries} tries in ten minutes`)
    answer = () => undefined
    here.page.online()
    await (await connected()).say(readyAt(1))
    assert.equal(live.$connection.get(), 'live')
  })

  it('look at once whether the connection still holds when the network may be gone', async () => {
    const live = listen()
    const first = await connected()
    await first.say(readyAt(1))
    await here.clock.advance(20 * second)
    answer = () => {
      throw new TypeError('fetch failed')
    }
    here.page.offline()
    await here.clock.advance(second)
    assert.equal(first.ended(), true)
    assert.equal(live.$connection.get(), 'offline')
  })

  it('ask for changes every 15 seconds while the stream does not come through', async () => {
    // A proxy that answers, but lets no stream pass.
    answer = () => new Response('')
    const live = listen()
    await here.clock.advance(20 * second)
    assert.equal(live.$connection.get(), 'polling')
    heard = []
    await here.clock.advance(60 * second)
    assert.deepEqual(heard, ['reload', 'reload', 'reload', 'reload'])
    answer = () => undefined
    while (connections.length === 0) await here.clock.advance(second)
    await (await connected()).say(readyAt(1))
    assert.equal(live.$connection.get(), 'live')
    heard = []
    await here.clock.advance(30 * second)
    assert.deepEqual(heard, [])
  })

  it('begin anew for another person', async () => {
    let subject = 'mara'
    core = here.open({ fetch: async (request) => connect(request), getToken: async () => token({ sub: subject }) })
    listen()
    const first = await connected()
    await first.say(readyAt(4))
    await here.clock.advance(6 * second)
    subject = 'jonas'
    await core.session.token((await core.session.token()).token)
    const next = await connected(2)
    assert.equal(first.ended(), true)
    assert.equal(next.request.headers.get('Last-Event-ID'), null)
  })
})
