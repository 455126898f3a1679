import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { tusHeaders, tusVersion } from '@aftercare/protocol'
import { countedAddress } from '../src/handle/client-address.ts'
import { allowVisitors, behindProxies } from '../src/index.ts'
import { connectionAddress, serve } from '../src/node/index.ts'
import { beginUpload } from './uploads.ts'
import { tenant, world } from './world.ts'

const twice = { requests: 2, windowSeconds: 60 }
const from = (address: string) => ({ 'x-forwarded-for': address })

describe('limits', () => {
  it('are kept per address for whoever has no token, and told in the answer', async () => {
    const w = await world({ server: { clientAddress: behindProxies(1), limits: { anonymous: twice } } })
    await allowVisitors(w.journal, { tenant, allowed: true })
    const ask = (address: string) => w.send('GET', `/visitors/challenge?tenant=${tenant}`, { headers: from(address) })
    const first = await ask('192.0.2.1')
    assert.equal(first.headers.get('ratelimit-policy'), '"default";q=2;w=60')
    assert.equal(first.headers.get('ratelimit'), '"default";r=1;t=30')
    assert.equal((await ask('192.0.2.1')).status, 200)
    const refused = await ask('192.0.2.1')
    assert.deepEqual([refused.status, refused.body.code], [429, 'rate_limited'])
    assert.equal(refused.headers.get('retry-after'), '30')
    assert.equal((await ask('192.0.2.2')).status, 200)
    // What the caller wrote in front of what the proxy has heard changes nothing.
    assert.equal((await ask('198.51.100.9, 192.0.2.1')).status, 429)
    w.pass(30_000)
    assert.equal((await ask('192.0.2.1')).status, 200)
    await w.close()
  })

  it('are kept per address for whoever reads without a token, apart from the others', async () => {
    const limits = { anonymous: { requests: 3, windowSeconds: 60 }, reader: twice, reports: twice }
    const w = await world({ server: { clientAddress: behindProxies(1), limits } })
    const read = (address: string, path = '/articles?') =>
      w.send('GET', `${path}tenant=${tenant}`, { headers: from(address) })
    await w.send('GET', `/visitors/challenge?tenant=${tenant}`, { headers: from('192.0.2.1') })
    for (const status of [200, 200, 429]) assert.equal((await read('192.0.2.1')).status, status)
    for (const path of ['/search/articles?q=a&', '/search/manifest?', `/search/segments/${'0'.repeat(64)}?`])
      assert.equal((await read('192.0.2.1', path)).status, 429)
    assert.equal((await read('192.0.2.2', '/search/articles?q=a&')).status, 200)
    // What searches came to is a write, and besides that bounded for the tenant.
    const searches = [{ locale: 'en', query: 'roll', found: 1, opened: true, solved: false, ticket: false }]
    const tell = async (address: string, of: string = tenant) => {
      const body = { id: crypto.randomUUID(), searches }
      return (await w.send('POST', `/articles/searches?tenant=${of}`, { body, headers: from(address) })).status
    }
    const told = [await tell('192.0.2.1', 'elsewhere'), await tell('192.0.2.1'), await tell('192.0.2.1')]
    assert.deepEqual([...told, await tell('192.0.2.2'), await tell('192.0.2.2')], [201, 201, 429, 201, 429])
    await w.close()
  })

  it('are kept per address before a token is looked at, whosever it is', async () => {
    const w = await world({ server: { clientAddress: behindProxies(1), limits: { address: twice } } })
    const read = (token: string, address: string) => w.send('GET', '/tickets', { token, headers: from(address) })
    assert.equal((await read('guess-1', '2001:db8:1:2::1')).status, 401)
    assert.equal((await read('guess-2', '2001:db8:1:2::2')).status, 401)
    // One network is one caller: whoever has an address of IPv6 has all of its network.
    const mara = await w.customer()
    assert.equal((await read(mara, '2001:db8:1:2:ffff::')).status, 429)
    assert.equal((await read(mara, '2001:db8:1:3::1')).status, 200)
    await w.close()
  })

  it('are kept per principal, and for visitors more strictly', async () => {
    const w = await world({
      server: { visitors: { challenge: false }, limits: { visitor: twice, rate: { requests: 3, windowSeconds: 60 } } },
    })
    await allowVisitors(w.journal, { tenant, allowed: true })
    const visitor = (await w.send('POST', '/visitors', { body: { tenant, answer: '' } })).body.token
    const count = async (token: string) => {
      for (let served = 0; ; served++) if ((await w.send('GET', '/tickets', { token })).status === 429) return served
    }
    assert.equal(await count(visitor), 2)
    assert.equal(await count(await w.customer()), 3)
    assert.equal(await count(await w.customer('somebody else')), 3)
    await w.close()
  })

  it('are kept on new visitors of one tenant, wherever they come from', async () => {
    const w = await world({ server: { visitors: { challenge: false }, limits: { newVisitors: twice } } })
    await allowVisitors(w.journal, { tenant, allowed: true })
    const enter = () => w.send('POST', '/visitors', { body: { tenant, answer: '' } })
    assert.deepEqual([(await enter()).status, (await enter()).status], [201, 201])
    const refused = await enter()
    assert.equal(refused.status, 429)
    assert.equal(refused.headers.get('retry-after'), '30')
    await w.close()
  })

  it('are kept on the bytes of all visitors of a tenant, until some join a ticket', async () => {
    const KiB = 1024
    const w = await world({ server: { visitors: { challenge: false }, limits: { visitorFiles: 200 * KiB } } })
    await allowVisitors(w.journal, { tenant, allowed: true })
    const visitor = async (): Promise<string> =>
      (await w.send('POST', '/visitors', { body: { tenant, answer: '' } })).body.token
    const first = await visitor()
    const { fileId, sha256 } = (await w.upload(first, new Uint8Array(100 * KiB))).body
    assert.equal((await beginUpload(w, await visitor(), { size: 60 * KiB })).status, 201)
    const refusals = async () => {
      const [one, other] = [await visitor(), await visitor()]
      const begun = await beginUpload(w, one, { size: 40 * KiB })
      return [begun.status, begun.body.code, (await w.upload(other, new Uint8Array(40 * KiB))).body.code]
    }
    // A file counts for 64 KiB at least: 36 are left.
    assert.deepEqual(await refusals(), [413, 'upload_quota_exceeded', 'body_too_large'])
    assert.equal((await w.upload(await w.customer(), new Uint8Array(300 * KiB))).status, 201)
    await w.raise(first, { attachments: [{ fileId, sha256 }] })
    assert.equal((await beginUpload(w, await visitor(), { size: 40 * KiB })).status, 201)
    await w.close()
  })

  it('are kept on the bytes of a visitor also when they come all at once', async () => {
    const w = await world({ server: { visitors: { challenge: false } } })
    await allowVisitors(w.journal, { tenant, allowed: true })
    const { token } = (await w.send('POST', '/visitors', { body: { tenant, answer: '' } })).body
    const uploads = Array.from({ length: 3 }, () => w.upload(token, new Uint8Array(9 * 1024 * 1024)))
    assert.deepEqual((await Promise.all(uploads)).map(({ status }) => status).sort(), [201, 201, 413])
    await w.close()
  })

  it('count by nobody’s word where no proxy is named', async () => {
    const w = await world({ server: { limits: { anonymous: twice, address: twice } } })
    for (let time = 0; time < 5; time++) {
      const answer = await w.send('GET', '/tickets', { token: await w.customer(), headers: from('192.0.2.1') })
      assert.equal(answer.status, 200)
    }
    await w.close()
  })

  it('count by the connection where there is no proxy', async () => {
    const w = await world({ server: { clientAddress: connectionAddress, limits: { address: twice } } })
    const listening = await serve({ fetch: (request) => w.server.fetch(request) })
    const headers = { authorization: `Bearer ${await w.customer()}`, ...from('203.0.113.7') }
    const statuses = []
    for (let time = 0; time < 3; time++)
      statuses.push((await fetch(`${listening.url}/support/tickets`, { headers })).status)
    assert.deepEqual(statuses, [200, 200, 429])
    await listening.close()
    await w.close()
  })

  it('count by the connection whatever verb stands in a header', async () => {
    const w = await world({ server: { clientAddress: connectionAddress, limits: { address: twice } } })
    const listening = await serve({ fetch: (request) => w.server.fetch(request) })
    const headers = { authorization: `Bearer ${await w.customer()}`, [tusHeaders.resumable]: tusVersion }
    const statuses = []
    for (const verb of ['HEAD', 'DELETE', 'HEAD', 'DELETE']) {
      const sent = { method: 'POST', headers: { ...headers, 'X-HTTP-Method-Override': verb } }
      statuses.push((await fetch(`${listening.url}/support/uploads/${crypto.randomUUID()}`, sent)).status)
    }
    assert.deepEqual(statuses, [404, 404, 429, 429])
    await listening.close()
    await w.close()
  })
})

describe('a client’s address', () => {
  it('is what the outermost of one’s own proxies has heard', () => {
    const of = (proxies: number, header?: string) =>
      behindProxies(proxies)(new Request('http://a.example', header === undefined ? {} : { headers: from(header) }))
    assert.equal(of(1, '192.0.2.1'), '192.0.2.1')
    assert.equal(of(1, 'forged, 192.0.2.1'), '192.0.2.1')
    assert.equal(of(2, 'forged, 192.0.2.1, 10.0.0.1'), '192.0.2.1')
    assert.equal(of(2, '192.0.2.1'), undefined)
    assert.equal(of(1), undefined)
    assert.equal(of(1, ''), undefined)
    for (const wrong of [0, -1, 1.5]) assert.throws(() => behindProxies(wrong))
  })

  it('has one spelling for each caller', () => {
    const spellings: [string, string][] = [
      ['192.0.2.1', '192.0.2.1'],
      ['192.0.2.1:5678', '192.0.2.1'],
      ['::ffff:192.0.2.1', '192.0.2.1'],
      ['2001:DB8::1', '2001:db8:0:0::/64'],
      ['2001:0db8:0000:0000:1::', '2001:db8:0:0::/64'],
      ['[2001:db8::1]:443', '2001:db8:0:0::/64'],
      ['::1', '0:0:0:0::/64'],
    ]
    for (const [address, counted] of spellings) assert.equal(countedAddress(address), counted, address)
  })
})
