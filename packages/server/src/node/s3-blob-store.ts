import { AwsClient } from 'aws4fetch'
import type { BlobStore } from '../storage/blob-store.ts'
import { fromChunks } from './chunks.ts'

export interface S3Options {
  /** Address of the bucket, for example `https://s3.eu-central-1.amazonaws.com/my-bucket`. */
  readonly bucket: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Comes with keys that hold for a while only. */
  readonly sessionToken?: string
  /** `us-east-1` unless told. */
  readonly region?: string
  /** Before each key, for example `support/`. */
  readonly prefix?: string
  readonly fetch?: (request: Request) => Promise<Response>
}

/** A bucket refused something or could not be reached. Its message names the bucket and why, and repeats no secret. */
export class BucketError extends Error {
  override readonly name = 'BucketError'
  /** The status of its answer; undefined where none came. */
  readonly status: number | undefined

  constructor(message: string, status: number | undefined) {
    super(message)
    this.status = status
  }
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
  const { bucket, accessKeyId, secretAccessKey, sessionToken, region = 'us-east-1', prefix = '' } = options
  const send = options.fetch ?? ((request: Request) => fetch(request))
  // Our own callers try again; a retry within would hold their answer back.
  const client = new AwsClient({
    ...{ accessKeyId, secretAccessKey, region, service: 's3', retries: 0 },
    ...(sessionToken !== undefined && { sessionToken }),
  })

  async function ask(method: string, key: string, query = '', body?: Uint8Array<ArrayBuffer> | string) {
    if (!keyPattern.test(key)) throw new RangeError('A blob key is a UUID in lower case')
    const url = `${bucket.replace(/\/$/, '')}/${prefix}${key}${query}`
    const signed = await client.sign(url, { method, ...(body !== undefined && { body }) })
    const response = await send(signed).catch((error: unknown) => {
      throw new BucketError(`The bucket ${bucket} cannot be reached: ${causeOf(error)}`, undefined)
    })
    if (response.ok) return response
    const said = await response.text()
    // A blob that is not there is no fault; a bucket that is not there must not pass for one.
    if (response.status === 404 && contentOf(said, 'Code') !== 'NoSuchBucket') return undefined
    throw new BucketError(
      `The bucket ${bucket} answers ${response.status} to ${method}: ${reasonIn(said)}`,
      response.status,
    )
  }
  async function done(method: string, key: string, query = '', body?: Uint8Array<ArrayBuffer> | string) {
    const response = await ask(method, key, query, body)
    if (!response) throw new BucketError(`The bucket ${bucket} does not know what ${method} asks for`, 404)
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
        if (text.includes('<Error>'))
          throw new BucketError(`The bucket ${bucket} could not complete an upload: ${reasonIn(text)}`, undefined)
      } catch (error) {
        if (upload) await ask('DELETE', key, `?uploadId=${encodeURIComponent(upload)}`).catch(() => {})
        throw error
      }
    },

    async get(key) {
      const response = await ask('GET', key)
      return response && (response.body ?? new Blob().stream())
    },

    async delete(key) {
      await (await ask('DELETE', key))?.body?.cancel()
    },
  }
}

/** What an answer says for itself: code and message of S3's errors, without the rest of what they repeat. */
function reasonIn(text: string): string {
  const parts = [contentOf(text, 'Code'), contentOf(text, 'Message')].filter((part) => part !== undefined)
  return (parts.length > 0 ? parts.join(', ') : text).slice(0, 300)
}

/** `fetch` says of everything that goes wrong on the way that it failed; what it was is the cause. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error
    ? cause.message || String((cause as NodeJS.ErrnoException).code ?? cause.name)
    : `${cause}`
}

const contentOf = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1]

function tagged(xml: string, name: string): string {
  const found = contentOf(xml, name)
  if (!found) throw new Error(`The bucket's answer has no ${name}`)
  return found
}
