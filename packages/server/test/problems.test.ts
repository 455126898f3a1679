import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { headers as names, type ProblemCode, problemCodes } from '@aftercare/protocol'
import { problemSchema } from '@aftercare/protocol/schemas'
import { createSupportServer } from '../src/index.ts'
import { type Answer, type World, world } from './world.ts'

describe('a request that is not as it should be', () => {
  let w: World
  let mara: string
  let other: string
  let agent: string
  let ticket: string
  before(async () => {
    w = await world()
    mara = await w.customer()
    other = await w.customer('tomas')
    agent = (await w.staff('agent')).key
    ticket = (await w.raise(mara)).id
  })
  after(() => w.close())

  function assertProblem(answer: Answer, code: ProblemCode, pointers?: string[]): void {
    const problem = problemSchema.parse(answer.body)
    assert.equal(problem.code, code, JSON.stringify(problem))
    assert.equal(answer.status, problemCodes[code][0])
    assert.equal(problem.status, answer.status)
    assert.equal(answer.headers.get('content-type'), 'application/problem+json')
    assert.equal(problem.instance, `urn:uuid:${answer.headers.get(names.requestId)}`)
    if (pointers) {
      const found = problem.errors?.map(({ pointer, code }) => `${pointer} ${code}`).sort()
      assert.deepEqual(found, pointers)
    }
  }

  const posts = () => [
    { path: '/tickets', body: (more: object) => w.newTicket(more), token: mara },
    { path: `/tickets/${ticket}/messages`, body: (more: object) => w.newMessage(more), token: mara },
    { path: `/tickets/${ticket}/messages`, body: (more: object) => w.newMessage(more), token: agent },
  ]

  it('carries no JSON', async () => {
    for (const { path, token } of posts()) {
      for (const body of [
        '',
        '{',
        '{"id":1,}',
        'nonsense',
        '{"a":"\u0001"}',
        new Uint8Array([0x22, 0xff, 0xfe, 0x22]),
      ]) {
        assertProblem(await w.send('POST', path, { token, body }), 'malformed_json')
      }
    }
  })

  it('carries JSON of another shape', async () => {
    for (const { path, token } of posts()) {
      for (const body of ['null', '[]', '"text"', '1', 'true', '{}', '['.repeat(100_000) + ']'.repeat(100_000)]) {
        assertProblem(await w.send('POST', path, { token, body }), 'validation_failed')
      }
    }
  })

  it('has fields missing, wrong, too long, or unknown, each named by a pointer', async () => {
    const cases: [object, string[]][] = [
      [{ subject: undefined }, ['/subject required']],
      [{ subject: 7 }, ['/subject invalid']],
      [{ subject: ' \t' }, ['/subject required']],
      [{ subject: 'x'.repeat(201), type: 'No!' }, ['/subject too_long', '/type invalid']],
      [{ description: 'a\u0000b' }, ['/description character_not_allowed']],
      [{ description: 'a\ud800b' }, ['/description character_not_allowed']],
      [{ locale: 'en_US!' }, ['/locale invalid']],
      [{ id: 'no-uuid' }, ['/id invalid']],
      [{ attachments: [{ fileId: crypto.randomUUID(), sha256: 'x' }] }, ['/attachments/0/sha256 invalid']],
      [{ status: 'closed', number: 1 }, ['/number unknown_member', '/status unknown_member']],
      [{ 'a/b~c': 1 }, ['/a~1b~0c unknown_member']],
      [{ constructor: { prototype: { polluted: true } } }, ['/constructor unknown_member']],
    ]
    for (const [more, pointers] of cases) {
      assertProblem(
        await w.send('POST', '/tickets', { token: mara, body: w.newTicket(more) }),
        'validation_failed',
        pointers,
      )
    }
  })

  it('names __proto__, anywhere', async () => {
    const text = JSON.stringify(w.newTicket())
    const above = `${text.slice(0, -1)},"__proto__":{"polluted":true}}`
    const escaped = `${text.slice(0, -1)},"\\u005f_proto__":{"polluted":true}}`
    for (const body of [above, escaped]) {
      const answer = await w.send('POST', '/tickets', { token: mara, body })
      assertProblem(answer, 'validation_failed', ['/__proto__ unknown_member'])
    }
    const inside = text.replace('"attachments":[]', '"attachments":[{"__proto__":{"fileId":"x"}}]')
    const answer = await w.send('POST', '/tickets', { token: mara, body: inside })
    assertProblem(answer, 'validation_failed', ['/attachments/0/__proto__ unknown_member'])
    assert.equal('polluted' in {}, false)
  })

  it('gets nothing out of a polluted Object.prototype', async () => {
    const { id } = await w.raise(mara)
    const body: Record<string, unknown> = w.newMessage()
    Object.defineProperty(Object.prototype, 'kind', { value: 'internal_note', configurable: true, writable: true })
    try {
      const answer = await w.send('POST', `/tickets/${id}/messages`, { token: mara, body })
      assert.equal(answer.status, 201)
      assert.equal(answer.body.kind, 'reply')
    } finally {
      Reflect.deleteProperty(Object.prototype, 'kind')
    }
  })

  it('is too large, whether it says so or not', async () => {
    const large = new Uint8Array(10 * 1024 * 1024).fill(0x20)
    let pulled = 0
    const endless = () =>
      new ReadableStream({
        pull(controller) {
          pulled++
          controller.enqueue(new Uint8Array(64 * 1024))
        },
      })
    for (const { path, token } of posts()) {
      assertProblem(await w.send('POST', path, { token, body: large }), 'body_too_large')
      const headers = { 'content-length': String(large.byteLength) }
      assertProblem(await w.send('POST', path, { token, body: large, headers }), 'body_too_large')
      pulled = 0
      assertProblem(await w.send('POST', path, { token, body: endless() }), 'body_too_large')
      assert.ok(pulled < 10, 'reading went on')
    }
    const headers = { [names.fileName]: 'a.bin', 'content-type': 'application/octet-stream' }
    assertProblem(await w.send('POST', '/files', { token: mara, body: endless(), headers }), 'body_too_large')
  })

  it('is of another content type', async () => {
    for (const type of ['text/plain', 'application/xml', 'application/json; charset=utf-16', 'multipart/form-data']) {
      const answer = await w.send('POST', '/tickets', {
        token: mara,
        body: w.newTicket(),
        headers: { 'content-type': type },
      })
      assertProblem(answer, 'unsupported_media_type')
    }
    const headers = { 'content-type': 'Application/JSON; charset="UTF-8"' }
    assert.equal((await w.send('POST', '/tickets', { token: mara, body: w.newTicket(), headers })).status, 201)
  })

  it('lacks its idempotency key, or has one that is none', async () => {
    for (const { path, token, body } of posts()) {
      assertProblem(await w.send('POST', path, { token, body: body({}), key: '' }), 'idempotency_key_missing')
      const answer = await w.send('POST', path, { token, body: body({}), key: 'abc' })
      assertProblem(answer, 'validation_failed', [`/headers/${names.idempotencyKey} invalid`])
    }
  })

  it('comes without a token, or with something else', async () => {
    for (const [method, path] of [
      ['GET', '/tickets'],
      ['POST', '/tickets'],
      ['GET', `/tickets/${ticket}`],
      ['GET', `/tickets/${ticket}/messages`],
      ['POST', `/tickets/${ticket}/messages`],
      ['POST', '/files'],
      ['GET', `/files/${ticket}/link`],
      ['GET', '/events'],
    ] as const) {
      const missing = await w.send(method, path)
      assertProblem(missing, 'token_missing')
      assert.equal(missing.headers.get('www-authenticate'), 'Bearer')
      const headers = { authorization: 'Basic YTpi' }
      assertProblem(await w.send(method, path, { headers }), 'token_invalid')
    }
  })

  it('asks for a ticket of somebody else, or for none', async () => {
    assertProblem(await w.send('GET', `/tickets/${ticket}`, { token: other }), 'not_found')
    assertProblem(await w.send('GET', `/tickets/${crypto.randomUUID()}`, { token: mara }), 'not_found')
    assertProblem(await w.send('GET', '/tickets/1', { token: mara }), 'validation_failed', ['/params/ticketId invalid'])
    assertProblem(await w.send('GET', '/tickets/%E0%A4%A', { token: mara }), 'validation_failed')
  })

  it('has a query that is none', async () => {
    const cases: [string, string[]][] = [
      ['limit=0', ['/query/limit invalid']],
      ['limit=101', ['/query/limit invalid']],
      ['limit=1&limit=2', ['/query/limit invalid']],
      ['cursor=!', ['/query/cursor invalid']],
      ['cursor=cDE_', ['/query/cursor invalid']],
      ['status=lost', ['/query/status invalid']],
      ['__proto__=1', ['/query/__proto__ unknown_member']],
      ['subject=x', ['/query/subject unknown_member']],
      ['team=x', ['/query/team not_allowed']],
    ]
    for (const [query, pointers] of cases) {
      assertProblem(await w.send('GET', `/tickets?${query}`, { token: mara }), 'validation_failed', pointers)
    }
  })

  it('goes nowhere, or by another method', async () => {
    assertProblem(await w.send('GET', '/nothing'), 'not_found')
    assertProblem(await w.send('GET', '/../tickets', { token: mara }), 'not_found')
    for (const [method, path, allow] of [
      ['DELETE', '/tickets', 'POST, GET, HEAD, OPTIONS'],
      ['PUT', `/tickets/${ticket}`, 'GET, HEAD, PATCH, OPTIONS'],
      ['PATCH', '/files', 'POST, OPTIONS'],
      ['POST', '/healthz', 'GET, HEAD, OPTIONS'],
    ] as const) {
      const answer = await w.send(method, path, { token: mara })
      assertProblem(answer, 'method_not_allowed')
      assert.equal(answer.headers.get('allow'), allow)
    }
  })

  it('speaks another protocol', async () => {
    for (const version of ['2.0', '0.9', 'one', '1']) {
      const answer = await w.send('GET', '/tickets', { token: mara, headers: { [names.protocol]: version } })
      assertProblem(answer, 'protocol_unsupported')
    }
    assert.equal((await w.send('GET', '/tickets', { token: mara, headers: { [names.protocol]: '1.9' } })).status, 200)
  })

  it('comes too often', async () => {
    const { database, blobs, secrets } = w.serverOptions
    const limits = { rate: { requests: 3, windowSeconds: 60 } }
    const server = await createSupportServer({ database, blobs, secrets, clock: w.now, limits })
    const get = (token: string) =>
      server.fetch(new Request('http://127.0.0.1/support/tickets', { headers: { authorization: `Bearer ${token}` } }))
    for (const left of [2, 1, 0]) {
      const answer = await get(mara)
      assert.equal(answer.status, 200)
      assert.match(answer.headers.get('ratelimit')!, new RegExp(`^"default";r=${left};t=\\d+$`))
      assert.equal(answer.headers.get('ratelimit-policy'), '"default";q=3;w=60')
    }
    const refused = await get(mara)
    assert.equal(refused.status, 429)
    assert.equal(refused.headers.get('retry-after'), '20')
    assert.equal((await get(other)).status, 200, 'others are not held up')
    w.pass(20_000)
    assert.equal((await get(mara)).status, 200)
  })

  it('meets a fault of ours, and learns nothing but its number', async () => {
    const broken = await createSupportServer({
      ...w.serverOptions,
      database: {
        ...w.database,
        transact: async () => {
          throw new Error('secret inside: select * from people')
        },
      },
    })
    w.log.length = 0
    const request = new Request('http://127.0.0.1/support/tickets', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${mara}`,
        'content-type': 'application/json',
        'idempotency-key': crypto.randomUUID(),
      },
      body: JSON.stringify(w.newTicket({ subject: 'A private matter' })),
    })
    const response = await broken.fetch(request)
    const text = await response.text()
    assert.equal(response.status, 500)
    const problem = JSON.parse(text)
    assert.deepEqual(Object.keys(problem).sort(), ['code', 'instance', 'status', 'title', 'type'])
    assert.doesNotMatch(text, /secret|select|people/)
    const lines = w.log.filter(({ level }) => level === 'error')
    assert.equal(lines.length, 1)
    assert.equal(`urn:uuid:${lines[0]!.fields['requestId']}`, problem.instance)
    assert.match(JSON.stringify(lines[0]), /secret inside/)
    assert.doesNotMatch(JSON.stringify(lines[0]), /private matter/)
  })
})

describe('every answer', () => {
  it('is data, never a page, and opens itself to the named origins only', async () => {
    const w = await world({ server: { origins: ['https://shop.example'] } })
    const token = await w.customer()
    const ask = (origin: string) => w.send('GET', '/tickets', { token, headers: { origin } })
    const welcome = await ask('https://shop.example')
    assert.equal(welcome.headers.get('access-control-allow-origin'), 'https://shop.example')
    assert.match(welcome.headers.get('access-control-expose-headers')!, /X-Request-Id/)
    assert.equal(welcome.headers.get('access-control-allow-credentials'), null)
    assert.match(welcome.headers.get('vary')!, /Origin/)
    assert.equal(welcome.headers.get('x-content-type-options'), 'nosniff')
    for (const origin of ['https://shop.example.evil', 'http://shop.example', 'null']) {
      assert.equal((await ask(origin)).headers.get('access-control-allow-origin'), null)
    }
    const problem = await w.send('GET', '/tickets', { headers: { origin: 'https://shop.example' } })
    assert.equal(problem.headers.get('access-control-allow-origin'), 'https://shop.example')
    const preflight = await w.send('OPTIONS', '/tickets', {
      headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' },
    })
    assert.equal(preflight.status, 204)
    assert.match(preflight.headers.get('access-control-allow-methods')!, /POST/)
    for (const name of ['Authorization', 'Content-Type', names.idempotencyKey, names.protocol, names.fileName]) {
      assert.ok(preflight.headers.get('access-control-allow-headers')!.includes(name), name)
    }
    await w.close()
  })
})
