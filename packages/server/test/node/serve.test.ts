import assert from 'node:assert/strict'
import { connect, Server } from 'node:net'
import { describe, it } from 'node:test'
import { silentLog } from '../../src/log.ts'
import { serve } from '../../src/node/index.ts'

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

describe('serve', () => {
  it('answers on a free port of this machine alone', async () => {
    const listening = await serve({ fetch: (request) => Response.json({ path: new URL(request.url).pathname }) })
    try {
      assert.match(listening.url, /^http:\/\/127\.0\.0\.1:\d+$/)
      assert.deepEqual(await (await fetch(`${listening.url}/support/healthz`)).json(), { path: '/support/healthz' })
    } finally {
      await listening.close()
    }
  })

  it('says that a port is taken', async () => {
    const first = await serve({ fetch: () => new Response() })
    try {
      await assert.rejects(serve({ fetch: () => new Response(), port: first.port }), { code: 'EADDRINUSE' })
    } finally {
      await first.close()
    }
  })

  it('goes on when the system fails to accept a connection, and says so', async (t) => {
    const listen = t.mock.method(Server.prototype, 'listen')
    const said: string[] = []
    const log = { ...silentLog, error: (_: object, message: string) => void said.push(message) }
    const listening = await serve({ fetch: () => new Response('here'), log })
    try {
      const server = listen.mock.calls[0]!.this as Server
      server.emit('error', Object.assign(new Error('accept ENOBUFS'), { code: 'ENOBUFS', syscall: 'accept' }))
      assert.deepEqual(said, ['a connection was not accepted'])
      assert.equal(await (await fetch(listening.url)).text(), 'here')
    } finally {
      await listening.close()
    }
  })

  it('lets a running request finish and takes no new one while it closes', async () => {
    let begun = () => {}
    const running = new Promise<void>((resolve) => {
      begun = resolve
    })
    const listening = await serve({
      async fetch() {
        begun()
        await sleep(200)
        return new Response('finished')
      },
    })
    const answer = fetch(listening.url).then((response) => response.text())
    await running
    const closed = listening.close()
    await assert.rejects(fetch(listening.url), 'a new connection is refused')
    assert.equal(await answer, 'finished')
    await closed
  })

  it('ends event streams when it closes, so that listeners see a clean end', async () => {
    let cancelled = false
    const listening = await serve({
      fetch: () =>
        new Response(
          new ReadableStream({
            start: (controller) => controller.enqueue(new TextEncoder().encode('event: ready\ndata: {"seq":0}\n\n')),
            cancel: () => {
              cancelled = true
            },
          }),
          { headers: { 'content-type': 'text/event-stream' } },
        ),
    })
    const response = await fetch(listening.url)
    const text = response.text()
    const start = performance.now()
    await sleep(20)
    await listening.close()
    assert.equal(await text, 'event: ready\ndata: {"seq":0}\n\n')
    assert.ok(performance.now() - start < 2_000, 'without waiting for the patience to run out')
    assert.ok(cancelled, 'and whoever feeds the stream hears of it')
  })

  it('tells the feeder of an event stream when its listener leaves', async () => {
    let cancel = () => {}
    const cancelled = new Promise<void>((resolve) => {
      cancel = resolve
    })
    const body = () =>
      new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode(':\n\n')), cancel })
    const listening = await serve({
      fetch: () => new Response(body(), { headers: { 'content-type': 'text/event-stream' } }),
    })
    const leaving = new AbortController()
    await fetch(listening.url, { signal: leaving.signal })
    leaving.abort()
    await cancelled
    await listening.close()
  })

  it('closes idle keep-alive connections at once', async () => {
    const listening = await serve({ fetch: () => new Response('ok') })
    const socket = connect(listening.port, '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await new Promise((resolve) => socket.once('data', resolve))
    const ended = new Promise((resolve) => socket.once('close', resolve))
    await listening.close()
    await ended
  })

  it('cuts what does not finish within its patience, and says so', async () => {
    const warnings: string[] = []
    const log = { ...silentLog, warn: (_: object, message: string) => void warnings.push(message) }
    const listening = await serve({ fetch: () => new Promise<Response>(() => {}), log, patience: 50 })
    const stuck = fetch(listening.url)
    stuck.catch(() => {})
    await sleep(50)
    await Promise.all([listening.close(), listening.close()])
    await assert.rejects(stuck)
    assert.equal(warnings.length, 1)
  })
})
