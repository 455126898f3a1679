import assert from 'node:assert/strict'
import { once } from 'node:events'
import { get } from 'node:http'
import { after, before, describe, it } from 'node:test'
import { brotliDecompressSync } from 'node:zlib'
import { startTidewater } from './tidewater.mjs'

/** A request as it is, without fetch's own decompression. */
async function raw(address, headers = {}) {
  const request = get(address, { headers })
  const [response] = await once(request, 'response')
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(await response.toArray()) }
}

describe('The host’s pages', { timeout: 120_000 }, () => {
  let tidewater

  before(async () => {
    tidewater = await startTidewater()
  })

  after(() => tidewater?.stop())

  for (const page of ['/', '/help.html', '/articles.html', '/status.html', '/agents.html', '/mailbox.html']) {
    it(`serves ${page} under a strict policy, with nothing inline and every word filled in`, async () => {
      const { status, headers, body } = await raw(`${tidewater.url}${page}`)
      assert.equal(status, 200)
      assert.match(headers['content-security-policy'], /default-src 'none'.*require-trusted-types-for 'script'/)
      assert.doesNotMatch(headers['content-security-policy'], /unsafe/)
      const html = body.toString()
      assert.doesNotMatch(html, /<script(?![^>]* src=)|<style|\son\w+=|style=/)
      assert.doesNotMatch(html, /\{\{|<!--#include|data-say="[^"]+"><\/|undefined/)
    })
  }

  it('speaks the language of whoever is signed in, unless another was chosen', async () => {
    const titleFor = async (cookie) =>
      /<h1[^>]*>([^<]*)/.exec((await raw(`${tidewater.url}/help.html`, { cookie })).body.toString())[1]
    assert.equal(await titleFor(''), 'Help &amp; support')
    assert.equal(await titleFor('tidewater_person=siyuan'), '帮助与支持')
    assert.equal(await titleFor('tidewater_person=siyuan; tidewater_language=en'), 'Help &amp; support')
    assert.equal(await titleFor('tidewater_person=__proto__; tidewater_theme="><script>'), 'Help &amp; support')
  })

  it('gives each person a token of their own', async () => {
    const subjectFor = async (cookie) => {
      const token = (await raw(`${tidewater.url}/session/support-token`, { cookie })).body.toString()
      return JSON.parse(Buffer.from(token.split('.')[1], 'base64url')).sub
    }
    assert.notEqual(await subjectFor('tidewater_person=mara'), await subjectFor('tidewater_person=siyuan'))
  })

  it('serves the widgets as brotli, hashed chunks for ever and entries with an ETag', async () => {
    const address = `${tidewater.url}/aftercare/aftercare.js`
    const plain = await raw(address)
    const small = await raw(address, { 'accept-encoding': 'gzip, br' })
    assert.equal(small.headers['content-encoding'], 'br')
    assert.equal(small.headers.vary, 'accept-encoding')
    assert.ok(small.body.length < plain.body.length / 2)
    assert.deepEqual(brotliDecompressSync(small.body), plain.body)
    assert.equal(plain.headers['cache-control'], 'no-cache')
    const again = await raw(address, { 'if-none-match': plain.headers.etag })
    assert.equal(again.status, 304)
    const chunk = /["']\.\/(chunks\/[\da-f]{8}\/[^"']+\.js)["']/.exec(plain.body.toString())?.[1]
    assert.ok(chunk, 'the entry loads hashed chunks')
    const { headers } = await raw(`${tidewater.url}/aftercare/${chunk}`)
    assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable')
  })

  it('has nothing else to give', async () => {
    for (const path of [
      '/chrome.html',
      '/server.mjs',
      '/..%2fserver.mjs',
      '/aftercare/../server.mjs',
      '/%00',
      '/aftercare/',
    ]) {
      assert.equal((await raw(`${tidewater.url}${path}`)).status, 404, path)
    }
  })
})
