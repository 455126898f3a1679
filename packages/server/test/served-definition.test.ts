import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { world } from './world.ts'

describe('the service definition, as it is served', () => {
  const ask = async (more: Record<string, string> = {}) => {
    const w = await world()
    const request = new Request('http://127.0.0.1/support/service', {
      headers: { authorization: `Bearer ${await w.customer()}`, ...more },
    })
    const answer = await w.server.fetch(request)
    return { answer, bytes: new Uint8Array(await answer.arrayBuffer()), w }
  }

  it('is compressed for who takes it so, and says so', async () => {
    const plain = await ask()
    await plain.w.close()
    assert.equal(plain.answer.headers.get('content-encoding'), null)
    const zipped = await ask({ 'accept-encoding': 'gzip, br' })
    await zipped.w.close()
    assert.equal(zipped.answer.headers.get('content-encoding'), 'gzip')
    assert.match(zipped.answer.headers.get('vary') ?? '', /accept-encoding/i)
    assert.deepEqual(new Uint8Array(gunzipSync(zipped.bytes)), plain.bytes)
    assert.ok(zipped.bytes.length * 3 < plain.bytes.length, `${zipped.bytes.length} of ${plain.bytes.length} bytes`)
  })

  it('does not travel again to who has it, by either ETag', async () => {
    const { answer, w } = await ask({ 'accept-encoding': 'gzip' })
    const etag = answer.headers.get('etag') ?? ''
    assert.match(etag, /^W\//)
    await w.close()
    for (const known of [etag, etag.slice(2)]) {
      const again = await ask({ 'accept-encoding': 'gzip', 'if-none-match': known })
      await again.w.close()
      assert.equal(again.answer.status, 304)
      assert.equal(again.bytes.length, 0)
      assert.equal(again.answer.headers.get('content-encoding'), null)
    }
  })
})
