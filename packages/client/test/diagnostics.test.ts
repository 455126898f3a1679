import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { diagnostics } from '@aftercare/client'
import { diagnosticsSchema } from '@aftercare/protocol/schemas'
import { createRecorder } from '../src/diagnostics/recorder.ts'
import { device } from './support/device.ts'

let now = Date.parse('2026-11-30T08:00:00.000Z')
const clock = { now: () => now, after: () => () => {} }

/** A page as far as Node has one: a console that writes down what reaches it, and a fetch that answers as told. */
function page(answer: () => Promise<Response> = async () => new Response(null, { status: 200 })) {
  const shown: unknown[][] = []
  const write = (...values: unknown[]) => void shown.push(values)
  const listeners = new EventTarget()
  const host = {
    console: { error: write, warn: write, info: write, log: write, debug: write },
    fetch: answer as typeof fetch,
    addEventListener: listeners.addEventListener.bind(listeners),
    removeEventListener: listeners.removeEventListener.bind(listeners),
    dispatchEvent: listeners.dispatchEvent.bind(listeners),
  }
  return { host, shown, recorder: createRecorder(clock, host as unknown as typeof globalThis) }
}

const texts = (recorder: ReturnType<typeof createRecorder>) =>
  recorder.lines().map(({ name, text }) => (name === undefined ? text : `${name} ${text}`))

describe('what is noted', () => {
  it('is what is allowed, and nothing else', async () => {
    const { host, recorder } = page(async () => new Response(null, { status: 500 }))
    const before = { console: { ...host.console }, fetch: host.fetch }
    const stop = recorder.start({ console: true })
    host.console.error('It broke')
    assert.equal(host.fetch, before.fetch)
    await host.fetch('https://api.example/orders')
    assert.deepEqual(texts(recorder), ['error It broke'])
    stop()
    host.console.error('Later')
    assert.deepEqual(host.console, before.console)
    assert.deepEqual(texts(recorder), ['error It broke'])
  })

  it('is masked before it is kept, whatever form the secret has', () => {
    const { host, recorder } = page()
    recorder.start({ console: true, context: { plan: 'pro', apiKey: 'k', mail: 'mara@example.com' } })
    host.console.log('password', 'letmein')
    host.console.log('Signed in as %s with %c%s', 'mara@example.com', 'color: red', 'Bearer abc')
    host.console.warn('paid with', 4111111111111111)
    host.console.error(new Error('No token=abcdef at https://api.example/a?b=c'))
    const [plan, key, mail, ...lines] = texts(recorder)
    assert.deepEqual([plan, key, mail], ['plan pro', 'apiKey [hidden]', 'mail [e-mail]'])
    assert.equal(lines[0], 'log password: [hidden]')
    assert.equal(lines[1], 'log Signed in as [e-mail] with Bearer [hidden]')
    assert.equal(lines[2], 'warn paid with [card number]')
    assert.match(lines[3]!, /^error Error: No token=\[hidden\] at https:\/\/api\.example\/a\?\[query\]\n/)
  })

  it('is masked in JSON, in an error and in a context as well', () => {
    const { host, recorder } = page()
    const json = JSON.stringify({ user: { password: 'hunter2secret' } })
    recorder.start({ console: true, context: { state: `last: ${json}` } })
    host.console.log('x', json)
    host.console.warn(`login failed: ${JSON.stringify({ body: json })}`)
    host.console.error(new Error('token=hunter2secret'))
    const lines = texts(recorder)
    assert.equal(lines.length, 4)
    assert.equal(lines[1], 'log x {"user":{"password":[hidden]}}')
    assert.doesNotMatch(lines.join('\n'), /hunter2secret/)
  })

  it('does not look into objects, where reading may have effects', () => {
    const { host, shown, recorder } = page()
    recorder.start({ console: true })
    let read = 0
    const state = {
      get secret() {
        read += 1
        return 'x'
      },
    }
    host.console.log('state', state, [1])
    assert.equal(read, 0)
    assert.equal(shown[0]![1], state)
    assert.deepEqual(texts(recorder), ['log state {…} […]'])
  })

  it('is the newest of what happened, and what is said again and again is one line', () => {
    const { host, recorder } = page()
    recorder.start({ console: true })
    for (let turn = 0; turn < 500; turn++) host.console.log(`turn ${turn}`)
    for (let again = 0; again < 3; again++) host.console.warn('Again')
    const lines = texts(recorder)
    assert.equal(lines.length, 60)
    assert.equal(lines.at(-1), 'warn Again (×3)')
    assert.equal(lines.at(-2), 'log turn 499')
    recorder.clear()
    assert.deepEqual(texts(recorder), [])
  })

  it('is what the wire takes, however long and odd', () => {
    const { host, recorder } = page()
    const flags = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`flag ${index}`, index % 2 === 0]))
    recorder.start({ console: true, flags })
    for (const text of ['x'.repeat(100_000), '\u0000\ud800', '😀'.repeat(500), '', 'word '.repeat(2000)])
      host.console.log(text)
    const lines = recorder.lines()
    assert.equal(diagnosticsSchema.safeParse(lines).success, true)
    assert.equal(lines.length, 100)
    assert.equal(lines.at(-3)!.text.endsWith('😀…'), true)
  })

  it('is a request that failed: its method, address without query, status and time', async () => {
    const answers: (() => Promise<Response>)[] = [
      async () => new Response('secret body', { status: 503 }),
      () => Promise.reject(new TypeError('Failed to fetch')),
      () => Promise.reject(new DOMException('gone', 'AbortError')),
      async () => new Response(),
    ]
    const { host, recorder } = page(() => {
      now += 120
      return answers.shift()!()
    })
    recorder.start({ requests: true })
    const headers = { authorization: 'Bearer secret' }
    await host.fetch('https://api.example/orders?key=1', { method: 'put', body: 'secret', headers })
    await assert.rejects(host.fetch(new Request('https://api.example/ports')), TypeError)
    await assert.rejects(host.fetch('https://api.example/ports'), { name: 'AbortError' })
    await host.fetch('https://api.example/fine')
    const lines = recorder.lines()
    assert.deepEqual(
      lines.map(({ at: _, ...line }) => line),
      [
        { kind: 'request', name: 'PUT', text: 'https://api.example/orders?[query]', status: 503, duration: 120 },
        { kind: 'request', name: 'GET', text: 'https://api.example/ports', duration: 120 },
      ],
    )
  })

  it('is an error that nobody caught', () => {
    const { host, recorder } = page()
    recorder.start({ console: true })
    host.dispatchEvent(Object.assign(new Event('error'), { message: 'Script error.', error: undefined }))
    host.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason: 'nobody cared' }))
    assert.deepEqual(texts(recorder), ['error Script error.', 'error nobody cared'])
  })
})

describe('the host', () => {
  it('gets what it would have got: values, rejections and this', async () => {
    const failure = new TypeError('Failed to fetch')
    const { host, shown, recorder } = page(function (this: unknown) {
      assert.equal(this, host)
      return Promise.reject(failure)
    } as () => Promise<Response>)
    const stop = recorder.start({ console: true, requests: true })
    await assert.rejects(host.fetch('https://api.example'), (error) => error === failure)
    assert.equal(host.console.log('a', 1), undefined)
    assert.deepEqual(shown, [['a', 1]])
    assert.equal(host.console.log.name, 'log')
    stop()
  })

  it('never sees an error of ours', () => {
    const { host, shown, recorder } = page()
    recorder.start({
      console: true,
      context: () => {
        throw new Error('host')
      },
    })
    const odd = new Error('x')
    Object.defineProperty(odd, 'message', {
      get() {
        throw new Error('odd')
      },
    })
    host.console.log(odd)
    host.console.log(Symbol('s'))
    assert.equal(shown.length, 2)
    assert.deepEqual(texts(recorder), ['log Symbol(s)'])
  })

  it('is wrapped once for all who start, until the last of them stops', () => {
    const { host, recorder } = page()
    const untouched = host.console.log
    const allowed = { console: true }
    const [one, other] = [recorder.start(allowed), recorder.start(allowed)]
    host.console.log('once')
    one()
    one()
    host.console.log('still')
    assert.deepEqual(texts(recorder), ['log once', 'log still'])
    other()
    assert.equal(host.console.log, untouched)
    host.console.log('no more')
    assert.equal(texts(recorder).length, 2)
    const again = recorder.start({ console: true })
    host.console.log('again')
    assert.equal(texts(recorder).at(-1), 'log again')
    again()
  })

  it('keeps a wrapping of its own, put around ours, when we stop', () => {
    const { host, shown, recorder } = page()
    const stop = recorder.start({ console: true })
    const ours = host.console.log
    host.console.log = (...values) => ours('host:', ...values)
    stop()
    host.console.log('x')
    assert.deepEqual(shown, [['host:', 'x']])
    assert.deepEqual(texts(recorder), [])
  })
})

describe('diagnostics of a client', () => {
  it('wrap nothing before they are started, note while they are, and end with the client', async () => {
    const core = device().open()
    const untouched = console.info
    const noted = diagnostics(core)
    assert.equal(diagnostics(core), noted)
    const stop = noted.start({ console: true, versions: { Tidewater: '4.2.1' } })
    await noted.lines()
    assert.notEqual(console.info, untouched)
    assert.deepEqual((await noted.lines()).map(({ kind, name }) => `${kind} ${name}`).slice(0, 2), [
      'version Tidewater',
      'version browser',
    ])
    await core.close()
    assert.equal(console.info, untouched)
    stop()
  })

  it('that are stopped before their code is there note nothing', async () => {
    const core = device().open()
    const untouched = console.info
    diagnostics(core).start({ console: true })()
    await diagnostics(core).lines()
    assert.equal(console.info, untouched)
    await core.close()
  })
})
