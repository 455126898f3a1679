import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { describe, it } from 'node:test'
import { headers as names, tusHeaders } from '@aftercare/protocol'
import { Upload, type UploadOptions } from 'tus-js-client'
import { fileBlobStore, serve } from '../../src/node/index.ts'
import { world } from '../world.ts'
import { temporaryFolder } from './temporary-folder.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** A real server behind a port, over files on disk, and a line to it that can be cut after so many bytes. */
async function served() {
  const w = await world({ server: { blobs: fileBlobStore(temporaryFolder()) } })
  const { url, close } = await serve({ fetch: w.server.fetch })
  const line = await cuttable(Number(new URL(url).port))
  return {
    w,
    line,
    endpoint: `http://127.0.0.1:${line.port}/support/uploads`,
    async [Symbol.asyncDispose]() {
      line.close()
      await close()
      await w.close()
    },
  }
}

/** A proxy that breaks its next connection once so many bytes have gone through it. */
async function cuttable(target: number) {
  const sockets = new Set<Socket>()
  const line = { port: 0, cuts: 0, cutAfter: Infinity, close: () => {} }
  const server: Server = createServer((inside) => {
    const outside = connect(target, '127.0.0.1')
    for (const socket of [inside, outside]) {
      sockets.add(socket)
      socket.on('error', () => {})
    }
    inside.on('close', () => outside.end())
    outside.on('close', () => inside.destroy())
    let passed = 0
    inside.on('data', (data) => {
      passed += data.byteLength
      if (passed < line.cutAfter) return outside.write(data)
      line.cutAfter = Infinity
      line.cuts++
      // What went before arrives; then the line is dead.
      outside.end(data.subarray(0, data.byteLength / 2))
      return inside.resetAndDestroy()
    })
    outside.pipe(inside)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  line.port = (server.address() as AddressInfo).port
  line.close = () => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  return line
}

const uploaded = (bytes: Buffer, options: UploadOptions, run: (upload: Upload) => void = (upload) => upload.start()) =>
  new Promise<Upload>((resolve, reject) => {
    const upload: Upload = new Upload(bytes, {
      metadata: { filename: 'log.txt', filetype: 'text/plain' },
      retryDelays: [0, 20, 50, 100],
      ...options,
      onError: reject,
      onSuccess: () => resolve(upload),
    })
    run(upload)
  })

describe('tus-js-client', () => {
  const headersFor = (token: string) => ({
    Authorization: `Bearer ${token}`,
    [names.idempotencyKey]: crypto.randomUUID(),
  })

  for (const [how, options] of [
    ['in one piece', {}],
    ['in chunks', { chunkSize: 100_000 }],
    ['with its bytes at the creation', { uploadDataDuringCreation: true, chunkSize: 100_000 }],
    ['through POST alone', { overridePatchMethod: true, chunkSize: 100_000 }],
  ] as const) {
    it(`uploads ${how}, and the file joins a ticket`, async () => {
      await using here = await served()
      const { w, endpoint } = here
      const token = await w.customer()
      const bytes = randomBytes(345_678)
      const upload = await uploaded(bytes, { endpoint, headers: headersFor(token), ...options })
      const fileId = upload.url!.split('/').at(-1)!
      const raised = await w.raise(token, { attachments: [{ fileId, sha256: sha256(bytes) }] })
      assert.equal(raised.attachments[0].size, bytes.byteLength)
    })
  }

  it('goes on after the line was cut in the middle, from where the server stands', async () => {
    await using here = await served()
    const { w, endpoint, line } = here
    const token = await w.customer()
    const bytes = randomBytes(3_000_000)
    line.cutAfter = 1_500_000
    const offsets: number[] = []
    const upload = await uploaded(bytes, {
      endpoint,
      headers: headersFor(token),
      onAfterResponse: (request, response) => {
        if (request.getMethod() === 'HEAD') offsets.push(Number(response.getHeader(tusHeaders.offset)))
      },
    })
    assert.equal(line.cuts, 1)
    assert.ok(offsets[0]! > 0, `went on at ${offsets}`)
    const fileId = upload.url!.split('/').at(-1)!
    assert.equal((await w.raise(token, { attachments: [{ fileId, sha256: sha256(bytes) }] })).attachments.length, 1)
  })

  it('takes up an upload of an earlier process by its address, and can end one', async () => {
    await using here = await served()
    const { w, endpoint } = here
    const token = await w.customer()
    const bytes = randomBytes(400_000)
    const headers = headersFor(token)
    let url = ''
    await assert.rejects(
      new Promise((resolve, reject) => {
        const first: Upload = new Upload(bytes, {
          endpoint,
          headers,
          chunkSize: 100_000,
          metadata: { filename: 'log.txt' },
          retryDelays: [],
          onChunkComplete: (_, sent) => {
            if (sent < 200_000) return
            url = first.url!
            void first.abort().then(() => reject(new Error('the process ends')))
          },
          onSuccess: resolve,
          onError: reject,
        })
        first.start()
      }),
      /the process ends/,
    )
    const asked: string[] = []
    const second = await uploaded(bytes, {
      endpoint,
      headers,
      uploadUrl: url,
      onBeforeRequest: (request) => void asked.push(request.getMethod()),
    })
    assert.equal(second.url, url)
    assert.deepEqual(asked, ['HEAD', 'PATCH'])
    await Upload.terminate(url, { headers })
    const gone = await w.send('HEAD', new URL(url).pathname.replace('/support', ''), {
      token,
      headers: { [tusHeaders.resumable]: '1.0.0' },
    })
    assert.equal(gone.status, 404)
  })
})
