import { createHash, randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { connect, createServer as listen, type Socket } from 'node:net'
import { type Core, createCore, files } from '@aftercare/client'
import { uploadFile } from '../../src/files/upload.ts'

/** So much of a file goes in one request. */
export const chunkSize = 1024 * 1024

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Whom files are sent to. */
export interface Receiver {
  fetch(request: Request): Promise<Response>
  getToken(): Promise<string>
}

/** Every boundary of a piece of a file of `size` bytes, and a byte beside it. */
export function boundaries(size: number): readonly number[] {
  const found = new Set<number>()
  for (let boundary = 0; boundary < size + chunkSize; boundary += chunkSize) {
    for (const at of [boundary - 1, boundary, boundary + 1]) if (at >= 0 && at < size) found.add(at)
  }
  return [...found].sort((a, b) => a - b)
}

/** Sends a file over a line that breaks after exactly `at` bytes of it, goes on, and reads it back. */
export async function cutAt(receiver: Receiver, size: number, at: number): Promise<string | undefined> {
  let passed = 0
  let broken = false
  const core = createCore({
    url: 'http://support.test/support',
    getToken: receiver.getToken,
    async fetch(request) {
      const body = new Uint8Array(await request.clone().arrayBuffer())
      if (broken || passed + body.length <= at || body.length === 0) {
        passed += body.length
        return receiver.fetch(request)
      }
      broken = true
      const part = body.subarray(0, at - passed)
      const cut = new ReadableStream<Uint8Array>({
        start: (controller) => void (part.length > 0 && controller.enqueue(part)),
        pull: (controller) => controller.error(new Error('connection lost')),
      })
      const { url, method, headers } = request
      const init: RequestInit & { duplex: 'half' } = { method, headers, body: cut, duplex: 'half' }
      await receiver.fetch(new Request(url, init))
      throw new TypeError('fetch failed')
    },
  })
  try {
    return await sendTwice(
      core,
      size,
      () => broken,
      (offset) => offset === at,
    )
  } finally {
    await core.close()
  }
}

/** The same through a socket that is reset once some bytes have gone through it; what had arrived is the network's to say. */
export async function cutOnTheWire(
  target: { port: number; getToken(): Promise<string> },
  size: number,
  after: number,
): Promise<string | undefined> {
  const sockets = new Set<Socket>()
  let broken = false
  let passed = 0
  const line = listen((inside) => {
    const outside = connect(target.port, '127.0.0.1')
    for (const socket of [inside, outside]) socket.on('error', () => {})
    sockets.add(inside).add(outside)
    inside.on('close', () => outside.end())
    outside.on('close', () => inside.destroy())
    inside.on('data', (data) => {
      passed += data.byteLength
      if (broken || passed < after) return outside.write(data)
      broken = true
      outside.end(data.subarray(0, data.byteLength / 2))
      return inside.resetAndDestroy()
    })
    outside.pipe(inside)
  })
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(line.address() as AddressInfo).port}/support`
  const core = createCore({ url, getToken: target.getToken })
  try {
    return await sendTwice(
      core,
      size,
      () => broken,
      () => true,
    )
  } finally {
    await core.close()
    line.close()
    for (const socket of sockets) socket.destroy()
  }
}

/** @returns what is wrong */
async function sendTwice(core: Core, size: number, broke: () => boolean, goesOn: (offset: number) => boolean) {
  const bytes = new Uint8Array(randomBytes(size))
  const idempotencyKey = crypto.randomUUID()
  const offsets: number[] = []
  const send = () =>
    uploadFile(core, { name: 'log.bin', type: 'application/octet-stream', bytes }, { idempotencyKey }, (offset) => {
      offsets.push(offset)
    })
  const first = await send().then(
    () => true,
    () => false,
  )
  if (first || !broke()) return `of ${size} bytes was not cut`
  offsets.length = 0
  const { fileId, sha256: digest } = await send()
  if (!goesOn(offsets[0] ?? -1)) return `of ${size} bytes went on at ${offsets[0]}`
  if (digest !== sha256(bytes)) return `of ${size} bytes has another digest`
  const url = new URL((await files(core).link(fileId)).url, core.url)
  const back = await core.environment.fetch(new Request(url))
  return sha256(new Uint8Array(await back.arrayBuffer())) === sha256(bytes)
    ? undefined
    : `of ${size} bytes came back as others`
}
