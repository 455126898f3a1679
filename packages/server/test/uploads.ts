import { tusHeaders, tusVersion, uploadBytesType } from '@aftercare/protocol'
import type { World } from './world.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')

export interface Beginning {
  size?: number
  name?: string
  type?: string
  key?: string
  /** The first bytes, sent along. */
  bytes?: Uint8Array | ReadableStream
  headers?: Record<string, string>
}

/** Begins an upload as tus says; of four bytes unless told. */
export function beginUpload(w: Pick<World, 'send'>, token: string | undefined, more: Beginning = {}) {
  const { name = 'screen.png', type = 'image/png', bytes } = more
  const size = more.size ?? (bytes instanceof Uint8Array ? bytes.byteLength : 4)
  return w.send('POST', '/uploads', {
    token,
    key: more.key ?? crypto.randomUUID(),
    body: bytes,
    headers: {
      [tusHeaders.resumable]: tusVersion,
      [tusHeaders.length]: String(size),
      [tusHeaders.metadata]: `filename ${base64(name)},filetype ${base64(type)}`,
      ...(bytes && { 'content-type': uploadBytesType }),
      ...more.headers,
    },
  })
}
