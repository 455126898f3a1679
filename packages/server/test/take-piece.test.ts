import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'
import { takePiece } from '../src/files/take-piece.ts'
import { memoryBlobStore } from '../src/index.ts'

const bytes = new Uint8Array(randomBytes(500))
const sha256 = (some: Uint8Array) => createHash('sha256').update(some).digest('hex')

/** A request that has brought 300 bytes and waits for more. */
function halfway() {
  let source!: ReadableStreamDefaultController<Uint8Array>
  const taken = Promise.withResolvers<void>()
  const cancelled = Promise.withResolvers<void>()
  let pulls = 0
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        source = controller
      },
      pull() {
        pulls += 1
        if (pulls === 1) source.enqueue(bytes.subarray(0, 300))
        else taken.resolve()
        return pulls === 1 ? undefined : new Promise(() => {})
      },
      cancel: () => cancelled.resolve(),
    },
    { highWaterMark: 0 },
  )
  const init: RequestInit & { duplex: 'half' } = { method: 'PATCH', body, duplex: 'half' }
  return {
    request: new Request('http://127.0.0.1/', init),
    taken: taken.promise,
    cancelled: cancelled.promise,
    more: () => source.enqueue(bytes.subarray(300)),
    break: () => source.error(new Error('connection lost')),
  }
}

function taking() {
  const blobs = memoryBlobStore()
  const stored = new Set<string>()
  const services = {
    random: (some: Uint8Array<ArrayBuffer>) => void crypto.getRandomValues(some),
    blobs: {
      ...blobs,
      async put(key: string, some: ReadableStream<Uint8Array>) {
        await blobs.put(key, some)
        stored.add(key)
      },
      async delete(key: string) {
        await blobs.delete(key)
        stored.delete(key)
      },
    },
  }
  const read = async (key: string) => new Uint8Array(await new Response(await blobs.get(key)).arrayBuffer())
  return { services, stored, read, ended: new AbortController() }
}

describe('the piece that a request brings', () => {
  it('is what has come when the request is ended in the middle, and nothing that comes after', async () => {
    const { services, read, ended } = taking()
    const { request, taken, more } = halfway()
    const taking300 = takePiece(services, request, 500, ended.signal)
    await taken
    ended.abort()
    more()
    const piece = await taking300
    assert.deepEqual([piece?.size, piece?.sha256], [300, sha256(bytes.subarray(0, 300))])
    assert.deepEqual(await read(piece!.key), bytes.subarray(0, 300))
  })

  it('is what has come when the connection breaks', async () => {
    const { services, read, ended } = taking()
    const request = halfway()
    const taking300 = takePiece(services, request.request, 500, ended.signal)
    await request.taken
    request.break()
    assert.deepEqual(await read((await taking300)!.key), bytes.subarray(0, 300))
  })

  for (const store of ['still writes it', 'then fails at it', 'has let go of it'] as const) {
    it(`may be ended after its last byte, while the store ${store}`, async () => {
      const { services, ended } = taking()
      const read = Promise.withResolvers<void>()
      const written = Promise.withResolvers<void>()
      const blobs = {
        ...services.blobs,
        async put(key: string, some: ReadableStream<Uint8Array>) {
          if (store === 'has let go of it') await some.cancel()
          else await services.blobs.put(key, some)
          read.resolve()
          await written.promise
          if (store !== 'still writes it') throw new Error('the disk is full')
        },
      }
      const request = new Request('http://127.0.0.1/', { method: 'PATCH', body: bytes })
      const taken = takePiece({ ...services, blobs }, request, 500, ended.signal)
      const outcome = taken.then(
        (piece) => piece?.size,
        (error: Error) => error.message,
      )
      await read.promise
      ended.abort()
      await new Promise(setImmediate)
      written.resolve()
      assert.equal(await outcome, store === 'still writes it' ? 500 : 'the disk is full')
    })
  }

  it('may be ended after it was found to be too large, while the store still cleans up', async () => {
    const { services, ended } = taking()
    const failed = Promise.withResolvers<void>()
    const cleaned = Promise.withResolvers<void>()
    const blobs = {
      ...services.blobs,
      async put(key: string, some: ReadableStream<Uint8Array>) {
        try {
          await services.blobs.put(key, some)
        } finally {
          failed.resolve()
          await cleaned.promise
        }
      },
    }
    const body = new Blob([bytes]).stream()
    const init: RequestInit & { duplex: 'half' } = { method: 'PATCH', body, duplex: 'half' }
    const taken = takePiece({ ...services, blobs }, new Request('http://127.0.0.1/', init), 300, ended.signal)
    const refused = assert.rejects(taken, { code: 'body_too_large' })
    await failed.promise
    ended.abort()
    await new Promise(setImmediate)
    cleaned.resolve()
    await refused
  })

  it('is none when the request was ended before its first byte', async () => {
    const { services, stored, ended } = taking()
    ended.abort()
    assert.equal(await takePiece(services, halfway().request, 500, ended.signal), undefined)
    assert.equal(stored.size, 0)
  })
})
