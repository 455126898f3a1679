import { AwsClient } from 'aws4fetch'
import type { BlobStore } from '../storage/blob-store.ts'
import { fromChunks } from './chunks.ts'

export interface S3Options {
  /** Address of the bucket, for example `https://s3.eu-central-1.amazonaws.com/my-bucket`. */
  readonly bucket: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** `us-east-1` unless told. */
  readonly region?: string
  /** Before each key, for example `support/`. */
  readonly prefix?: string
  readonly fetch?: (request: Request) => Promise<Response>
}

/** The smallest part that S3 takes, but for the last: so much of an upload is held in memory. Bytes. */
const partSize = 5 * 1024 * 1024

/** Keys are the server's own UUIDs; without dots and slashes none can lead outside the prefix. */
const keyPattern = /^[a-z0-9-]{1,64}$/

/**
 * Blobs in a bucket that speaks the S3 protocol. What fits into one part is put at once; more goes as a multipart
 * upload, which is completed when the stream has ended and aborted when it breaks: a blob is there whole or not at
 * all. Let the bucket's lifecycle abort multipart uploads that a killed process has left.
 */
export function s3BlobStore(options: S3Options): BlobStore {
  const { bucket, accessKeyId, secretAccessKey, region = 'us-east-1', prefix = '' } = options
  const send = options.fetch ?? ((request: Request) => fetch(request))
  // Our own callers try again; a retry within would hold their answer back.
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 0 })

  async function ask(method: string, key: string, query = '', body?: Uint8Array<ArrayBuffer> | string) {
    if (!keyPattern.test(key)) throw new RangeError('A blob key is a UUID in lower case')
    const url = `${bucket.replace(/\/$/, '')}/${prefix}${key}${query}`
    const response = await send(await client.sign(url, { method, ...(body !== undefined && { body }) }))
    if (response.ok || response.status === 404) return response
    throw new Error(`The bucket answers ${response.status} to ${method}: ${(await response.text()).slice(0, 300)}`)
  }
  async function done(method: string, key: string, query = '', body?: Uint8Array<ArrayBuffer> | string) {
    const response = await ask(method, key, query, body)
    if (response.status === 404) throw new Error(`The bucket does not know what ${method} asks for`)
    return response
  }

  return {
    async put(key, bytes) {
      let upload: string | undefined
      const parts: string[] = []
      try {
        for await (const { chunk, last } of fromChunks(bytes, partSize)) {
          if (last && parts.length === 0) {
            await (await done('PUT', key, '', chunk)).body?.cancel()
            return
          }
          upload ??= tagged(await (await done('POST', key, '?uploads=')).text(), 'UploadId')
          const query = `?partNumber=${parts.length + 1}&uploadId=${encodeURIComponent(upload)}`
          const part = await done('PUT', key, query, chunk)
          await part.body?.cancel()
          parts.push(part.headers.get('etag') ?? '')
        }
        const list = parts.map(
          (etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${etag}</ETag></Part>`,
        )
        const body = `<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`
        const answer = await done('POST', key, `?uploadId=${encodeURIComponent(upload!)}`, body)
        // S3 may begin to answer 200 before it knows better (CompleteMultipartUpload, API reference).
        const text = await answer.text()
        if (text.includes('<Error>')) throw new Error(`The bucket could not complete an upload: ${text.slice(0, 300)}`)
      } catch (error) {
        if (upload) await ask('DELETE', key, `?uploadId=${encodeURIComponent(upload)}`).catch(() => {})
        throw error
      }
    },

    async get(key) {
      const response = await ask('GET', key)
      if (response.status !== 404) return response.body ?? new Blob().stream()
      await response.body?.cancel()
      return undefined
    },

    async delete(key) {
      await (await ask('DELETE', key)).body?.cancel()
    },
  }
}

function tagged(xml: string, name: string): string {
  const found = new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1]
  if (!found) throw new Error(`The bucket's answer has no ${name}`)
  return found
}
