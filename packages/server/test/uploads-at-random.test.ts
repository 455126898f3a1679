import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { tusHeaders, tusVersion, uploadBytesType } from '@aftercare/protocol'
import { beginUpload } from './uploads.ts'
import { type World, world } from './world.ts'

const rounds = 20
const spoken = { [tusHeaders.resumable]: tusVersion }
let here: World
let mara: string
let tomas: string
before(async () => {
  here = await world({ server: { limits: { rate: false } } })
  mara = await here.customer()
  tomas = await here.customer('tomas')
})
after(() => here.close())

/** One seed decides everything but what the machine does first. */
function chances(seed: number) {
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return state / 0x7fffffff
  }
  return { next, below: (most: number) => Math.floor(next() * most) }
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
}

it('a file that is sent, asked for, begun again and ended by two people at once is never mixed up', async () => {
  for (let round = 1; round <= rounds; round++) {
    const { next, below } = chances(round)
    const bytes = Uint8Array.from({ length: 1 + below(3000) }, (_, index) => (index * 31 + round) & 255)
    const size = bytes.length
    const key = crypto.randomUUID()
    const begun = await beginUpload(here, mara, { size, key })
    const address = begun.headers.get('location')!.replace('/support', '')
    const offset = async () => {
      const { headers } = await here.send('HEAD', address, { token: mara, headers: spoken })
      return Number(headers.get(tusHeaders.offset) ?? 0)
    }
    let ended = false

    /** In pieces, cut off at times, and at times longer than was said. */
    function slowly(from: number, to: number): ReadableStream<Uint8Array> {
      let at = from
      const breaks = next() < 0.3 ? from + below(to - from + 1) : Infinity
      const more = to === size && next() < 0.3
      return new ReadableStream({
        async pull(controller) {
          await turns(below(4))
          if (at >= breaks) return controller.error(new Error('The connection is lost'))
          if (at >= to) {
            if (more) controller.enqueue(new Uint8Array(3))
            return controller.close()
          }
          const end = Math.min(at + 1 + below(700), to)
          controller.enqueue(bytes.slice(at, end))
          at = end
        },
      })
    }

    async function act(): Promise<void> {
      await turns(below(30))
      const token = next() < 0.2 ? tomas : mara
      const what = next()
      if (what < 0.8) {
        const stands = next() < 0.6 ? await offset() : below(size + 2)
        const from = Math.min(stands, size)
        const headers = { ...spoken, [tusHeaders.offset]: String(stands), 'content-type': uploadBytesType }
        const answer =
          what < 0.6
            ? await here.send('PATCH', address, { token, body: slowly(from, from + below(size - from + 1)), headers })
            : await here.send('HEAD', address, { token, headers: spoken })
        if (token === tomas) assert.equal(answer.status, 404)
        assert.ok(answer.status < 500, `round ${round}: ${answer.status}`)
      } else if (what < 0.95) {
        const answer = await beginUpload(here, mara, { size, key })
        assert.ok(answer.status < 500, `round ${round}: ${answer.status}`)
        if (!ended) assert.equal(answer.headers.get('location'), `/support${address}`)
      } else {
        if (token === mara) ended = true
        const answer = await here.send('DELETE', address, { token, headers: spoken })
        if (token === tomas) assert.equal(answer.status, 404)
        assert.ok(answer.status < 500, `round ${round}: ${answer.status}`)
      }
    }

    await Promise.all(Array.from({ length: 12 }, act))
    if (ended) {
      const { status } = await here.send('HEAD', address, { token: mara, headers: spoken })
      assert.equal(status, 404, `round ${round}: it was ended and is there`)
      continue
    }
    const left = await offset()
    if (left < size) {
      const headers = { ...spoken, [tusHeaders.offset]: String(left), 'content-type': uploadBytesType }
      const { status } = await here.send('PATCH', address, { token: mara, body: bytes.slice(left), headers })
      assert.equal(status, 204, `round ${round}`)
    }
    const { body } = await here.send('GET', `/files/${address.split('/').at(-1)}/link`, { token: mara })
    const back = await here.server.fetch(new Request(`http://127.0.0.1${body.url}`))
    assert.deepEqual(new Uint8Array(await back.arrayBuffer()), bytes, `round ${round}`)
  }
})
