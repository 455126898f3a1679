import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { WebhookRefused } from '../../src/index.ts'
import { webhookSender } from '../../src/node/index.ts'
import { webhookReceiver } from './webhook-receiver.ts'

const post = { headers: {}, body: '{}', timeout: 2_000 }
const refusedAs = (reason: string) => (error: unknown) => error instanceof WebhookRefused && error.reason === reason

describe('the sender of webhooks', () => {
  const sender = webhookSender()

  for (const address of [
    ...[
      '127.0.0.1',
      '127.9.9.9',
      '10.0.0.1',
      '172.16.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '0.0.0.0',
      '0.1.2.3',
    ],
    ...[
      '192.0.0.8',
      '192.0.2.1',
      '198.18.0.1',
      '198.51.100.1',
      '203.0.113.1',
      '224.0.0.1',
      '240.0.0.1',
      '255.255.255.255',
    ],
    ...['[::1]', '[::]', '[fe80::1]', '[fc00::1]', '[fd12::1]', '[fec0::1]', '[ff02::1]', '[2001:db8::1]', '[100::1]'],
    ...['[::ffff:127.0.0.1]', '[::ffff:8.8.8.8]', '[::127.0.0.1]', '[64:ff9b::7f00:1]', '[64:ff9b:1::1]'],
    ...['[2002:7f00:1::]', '[2001::1]', '[3fff::1]', '[5f00::1]'],
    // Other spellings of 127.0.0.1.
    ...['2130706433', '0x7f000001', '0x7f.1', '017700000001', '0177.0.0.1', '127.1', '127.0.0.1.', '１２７.0.0.1'],
    ...['localhost', 'LOCALHOST', 'localhost.', 'a.localhost'],
  ]) {
    it(`refuses ${address}`, async () => {
      assert.equal(sender.refusalOf(`https://${address}/`), 'address_refused')
      await assert.rejects(sender.send({ ...post, url: `https://${address}/` }), refusedAs('address_refused'))
    })
  }

  it('lets public addresses be called', () => {
    for (const host of ['receiver.example', '8.8.8.8', '[2606:4700::1111]', 'receiver.example:8443']) {
      assert.equal(sender.refusalOf(`https://${host}/hook?a=b`), undefined)
    }
  })

  it('refuses other schemes, users, ports of other services, and what is no address', () => {
    const refusals = {
      'http://receiver.example/': 'https_needed',
      'ftp://receiver.example/': 'url_invalid',
      'file:///etc/passwd': 'url_invalid',
      'https://user@receiver.example/': 'url_with_user',
      'https://receiver.example@10.0.0.1/': 'url_with_user',
      'https://receiver.example:25/': 'port_refused',
      'https://[fe80::1%25eth0]/': 'url_invalid',
      nothing: 'url_invalid',
    }
    for (const [url, reason] of Object.entries(refusals)) assert.equal(sender.refusalOf(url), reason, url)
  })

  it('refuses a name when one of its addresses is private', async () => {
    const resolve = async () => [
      { address: '8.8.8.8', family: 4 },
      { address: '::ffff:10.0.0.1', family: 6 },
    ]
    const { send } = webhookSender({ resolve })
    await assert.rejects(send({ ...post, url: 'https://receiver.example/' }), refusedAs('address_refused'))
  })

  it('connects to the address that was checked, whatever the name leads to then, and keeps the name as Host', async (t) => {
    const receiver = await webhookReceiver()
    t.after(receiver.close)
    let asked = 0
    // The second question would be answered otherwise.
    const resolve = async () => [{ address: asked++ === 0 ? '127.0.0.1' : '10.0.0.1', family: 4 }]
    const { send } = webhookSender({ resolve, http: true, allow: ['127.0.0.1/32'] })
    const url = `http://receiver.example:${receiver.port}/hook`
    assert.equal((await send({ ...post, url })).status, 204)
    assert.equal(receiver.received[0]!.headers.host, `receiver.example:${receiver.port}`)
    await assert.rejects(send({ ...post, url }), refusedAs('address_refused'))
    assert.deepEqual([asked, receiver.received.length], [2, 1])
  })

  it('asks no proxy of the environment', async (t) => {
    const [receiver, proxy] = [await webhookReceiver(), await webhookReceiver()]
    process.env['HTTP_PROXY'] = `http://127.0.0.1:${proxy.port}`
    process.env['NODE_USE_ENV_PROXY'] = '1'
    t.after(async () => {
      delete process.env['HTTP_PROXY']
      delete process.env['NODE_USE_ENV_PROXY']
      await Promise.all([receiver.close(), proxy.close()])
    })
    await webhookSender({ http: true, allow: ['127.0.0.0/8'] }).send({ ...post, url: receiver.url })
    assert.deepEqual([receiver.received.length, proxy.received.length], [1, 0])
  })

  it('reads no more of an answer than a kibibyte', async (t) => {
    const receiver = await webhookReceiver((_, response) => {
      response.writeHead(200)
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    })
    t.after(receiver.close)
    const { send } = webhookSender({ http: true, allow: ['127.0.0.0/8'] })
    assert.deepEqual(await send({ ...post, url: receiver.url }), {
      ...{ status: 200, retryAfter: undefined, excerpt: 'x'.repeat(1024) },
    })
  })

  it('says when a range of the operator is none', () => {
    assert.throws(() => webhookSender({ allow: ['10.0.0.0'] }))
  })
})
