import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { NetworkFailure, SignedOut, SupportProblem } from '@aftercare/client'
import { createTicket, health, listTickets, newId, readTicket, type TicketId, uploadFile } from '@aftercare/protocol'
import { type Device, device, ticket } from './support/device.ts'
import { problemResponse, token } from './support/scripted-server.ts'

let here: Device
beforeEach(() => {
  here = device()
})
afterEach(() => here.close())

const id = () => newId<TicketId>((bytes) => void crypto.getRandomValues(bytes))
const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => assert.fail('It went through'),
    (error: unknown) => error,
  )

async function problemFrom(response: () => Response): Promise<SupportProblem> {
  here.server.fault = response
  const error = await caught(here.open().call(listTickets, { query: {} }))
  assert.ok(error instanceof SupportProblem, String(error))
  return error
}

describe('a call', () => {
  it('names the protocol, the token and the key, and leaves cookies and caches alone', async () => {
    const key = id()
    const { server } = here
    await here
      .open()
      .call(createTicket, { body: { ...ticket, id: key, attachments: [], locale: 'en' } }, { idempotencyKey: key })
    const { request } = server.arrived[0] ?? assert.fail()
    assert.equal(request.headers.get('Aftercare-Protocol'), '1.0')
    assert.equal(request.headers.get('Idempotency-Key'), key)
    assert.match(request.headers.get('Authorization') ?? '', /^Bearer ey/)
    assert.equal(request.credentials, 'omit')
    assert.equal(request.cache, 'no-store')
  })

  it('puts path parameters and query where they belong, and leaves out what is undefined', async () => {
    const core = here.open({ url: 'http://support.test/support/' })
    await core.call(listTickets, { query: { status: 'new', cursor: undefined } })
    await caught(core.call(readTicket, { params: { ticketId: 'a/b?c' } }))
    assert.deepEqual(
      here.server.arrived.map(({ request }) => request.url),
      ['http://support.test/support/tickets?status=new', 'http://support.test/support/tickets/a%2Fb%3Fc'],
    )
  })

  it('sends no token where none is asked for', async () => {
    const core = here.open({ getToken: async () => assert.fail('Nobody needs a token here') })
    here.server.fault = () => new Response('{"status":"ok"}')
    assert.deepEqual(await core.call(health), { status: 'ok' })
  })

  it('carries the bytes, type and name of a file', async () => {
    const bytes = new Uint8Array([0, 255, 128])
    const name = '标签 "1".png'
    const headers = { 'Content-Type': 'image/png', 'Aftercare-File-Name': encodeURIComponent(name) }
    const attachment = await here.open().call(uploadFile, {}, { bytes, headers, idempotencyKey: id() })
    assert.deepEqual([attachment.name, attachment.mediaType, attachment.size], [name, 'image/png', 3])
    assert.deepEqual(here.server.arrived[0]?.bytes, bytes)
  })

  it('leaves out members of an answer that this version does not know', async () => {
    here.server.fault = () => new Response('{"items":[],"next":null,"newer":1}')
    assert.deepEqual(await here.open().call(listTickets, { query: {} }), { items: [], next: null })
  })
})

describe('a call that fails', () => {
  it('throws the server’s problem with its code', async () => {
    const error = await problemFrom(() => problemResponse('forbidden'))
    assert.equal(error.code, 'forbidden')
    assert.equal(error.problem.status, 403)
  })

  it('passes on a code of a newer server', async () => {
    const body = JSON.stringify({ type: 'urn:x', title: 'New', status: 418, code: 'teapot' })
    assert.equal(String((await problemFrom(() => new Response(body, { status: 418 }))).code), 'teapot')
  })

  it('reads Retry-After in seconds and as a date', async () => {
    const inSeconds = await problemFrom(() => problemResponse('rate_limited', { 'Retry-After': '7' }))
    assert.equal(inSeconds.retryAfter, 7000)
    const date = (offset: number) => new Date(here.clock.now() + offset).toUTCString()
    const asDate = await problemFrom(() =>
      problemResponse('unavailable', { Date: date(0), 'Retry-After': date(60_000) }),
    )
    assert.equal(asDate.retryAfter, 60_000)
    assert.equal(asDate.answeredAt, here.clock.now())
  })

  it('makes a problem of what a proxy says in its own words', async () => {
    for (const [status, code] of [
      [401, 'token_invalid'],
      [413, 'body_too_large'],
      [429, 'rate_limited'],
      [503, 'unavailable'],
    ] as const) {
      assert.equal((await problemFrom(() => new Response('<html>', { status }))).code, code)
    }
  })

  it('counts as a network failure where nobody, or somebody else, has answered', async () => {
    const core = here.open()
    for (const fault of [
      () => 'offline' as const,
      () => new Response('<html>'),
      () => new Response('{"items":7}'),
      () => new Response('', { status: 404 }),
      () => new Response(new ReadableStream({ start: (body) => body.error(new Error('cut')) })),
    ]) {
      here.server.fault = fault
      assert.ok((await caught(core.call(listTickets, { query: {} }))) instanceof NetworkFailure, String(fault))
    }
  })

  it('ends after 30 seconds, also when an answer has begun', async () => {
    const core = here.open()
    for (const fault of [() => new Promise<never>(() => {}), () => new Response(new ReadableStream())]) {
      here.server.fault = fault
      const error = caught(core.call(listTickets, { query: {} }))
      await here.clock.advance(30_000)
      assert.ok((await error) instanceof NetworkFailure)
    }
  })

  it('ends when the caller says so', async () => {
    here.server.fault = () => new Promise<never>(() => {})
    const abort = new AbortController()
    const error = caught(here.open().call(listTickets, { query: {} }, { signal: abort.signal }))
    abort.abort()
    assert.ok((await error) instanceof NetworkFailure)
    const late = caught(here.open().call(listTickets, { query: {} }, { signal: abort.signal }))
    assert.ok((await late) instanceof NetworkFailure)
  })

  it('is not sent with the token of another person than its owner', async () => {
    const core = here.open({ getToken: async () => token({ sub: 'jonas' }) })
    const error = await caught(core.call(listTickets, { query: {} }, { owner: 'tidewater/mara' }))
    assert.ok(error instanceof SignedOut)
    assert.equal(here.server.arrived.length, 0)
  })

  it('asks for one token for all that are refused together', async () => {
    let asked = 0
    const core = here.open({ getToken: async () => token({ sub: 'mara', n: ++asked }) })
    const first = (await core.session.token()).token
    here.server.fault = (arrived) => (arrived.token === first ? problemResponse('token_expired') : undefined)
    await Promise.all([1, 2, 3].map(() => core.call(listTickets, { query: {} })))
    assert.equal(asked, 2)
    here.server.fault = () => problemResponse('token_revoked')
    const error = await caught(core.call(listTickets, { query: {} }))
    assert.ok(error instanceof SupportProblem && error.code === 'token_revoked')
    assert.equal(asked, 3)
  })
})
