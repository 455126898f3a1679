import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { describe, it } from 'node:test'
import type { BlobStore } from '../../src/storage/blob-store.ts'

/** What every blob store promises; run it over each implementation. */
export function describeBlobStore(name: string, open: () => Promise<BlobStore>): void {
  describe(`blob store: ${name}`, () => {
    it('gives back the very bytes, however they were cut', async () => {
      const store = await open()
      const bytes = randomBytes(300_001)
      const key = randomUUID()
      await store.put(key, streamOf(bytes.subarray(0, 1), bytes.subarray(1, 200_000), bytes.subarray(200_000)))
      assert.deepEqual(await read(store, key), bytes)
      assert.deepEqual(await read(store, key), bytes, 'a second time as well')
    })

    it('keeps an empty blob apart from none', async () => {
      const store = await open()
      const key = randomUUID()
      await store.put(key, streamOf())
      assert.deepEqual(await read(store, key), Buffer.alloc(0))
      assert.equal(await store.get(randomUUID()), undefined)
    })

    it('keeps blobs put at the same time apart', async () => {
      const store = await open()
      const blobs = Array.from({ length: 20 }, () => ({ key: randomUUID(), bytes: randomBytes(5_000) }))
      await Promise.all(blobs.map(({ key, bytes }) => store.put(key, streamOf(bytes))))
      for (const { key, bytes } of blobs) assert.deepEqual(await read(store, key), bytes)
    })

    it('leaves nothing under the key when the stream breaks', async () => {
      const store = await open()
      const key = randomUUID()
      const breaking = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(randomBytes(100_000)),
        pull: (controller) => controller.error(new Error('the connection was lost')),
      })
      await assert.rejects(store.put(key, breaking), /the connection was lost/)
      assert.equal(await store.get(key), undefined)
    })

    it('forgets what is deleted, and does not mind deleting nothing', async () => {
      const store = await open()
      const key = randomUUID()
      await store.put(key, streamOf(randomBytes(10)))
      await store.delete(key)
      assert.equal(await store.get(key), undefined)
      await store.delete(key)
    })
  })
}

export function streamOf(...chunks: Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    },
  })
}

export async function read(store: BlobStore, key: string): Promise<Buffer | undefined> {
  const stream = await store.get(key)
  return stream && Buffer.from(await new Response(stream).arrayBuffer())
}
