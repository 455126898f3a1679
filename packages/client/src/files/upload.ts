import {
  appendUpload,
  createUpload,
  endUpload,
  type FileId,
  tusHeaders,
  tusVersion,
  uploadBytesType,
} from '@aftercare/protocol'
import type { CallOptions, Core } from '../core.ts'
import { NetworkFailure, SupportProblem } from '../failure.ts'

/** So much of a file goes in one request unless told: what a cut can cost at most on the way to a server that keeps nothing of it. */
const megabyte = 1024 * 1024
/** A slow line needs its time: a chunk at 4 KB/s. Milliseconds. */
const timeout = 5 * 60_000
/** How often the server may say that the upload stands elsewhere before it waits for another try. */
const patience = 5

export interface FileToUpload {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

const spoken = { [tusHeaders.resumable]: tusVersion }

/**
 * Announces a file, or asks again where the one announced under the same key stands.
 *
 * @param first bytes that go with the announcement
 * @throws SupportProblem `not_found` when the server has let go of it
 */
export async function announceUpload(
  core: Core,
  { name, type, size }: Omit<FileToUpload, 'bytes'> & { readonly size: number },
  options: CallOptions & { readonly idempotencyKey: string },
  first?: FileToUpload['bytes'],
): Promise<{ readonly answer: Response; readonly fileId: FileId }> {
  const answer = await core.send(
    createUpload,
    {},
    {
      ...options,
      ...(first && { bytes: first }),
      headers: {
        ...spoken,
        ...(first && { 'Content-Type': uploadBytesType }),
        [tusHeaders.length]: String(size),
        // Half a character has no bytes.
        [tusHeaders.metadata]: `filename ${base64(name.replace(/\p{Surrogate}/gu, '\ufffd'))},filetype ${base64(type)}`,
      },
    },
  )
  const fileId = /[\w-]+$/.exec(answer.headers.get('Location') ?? '')?.[0] as FileId | undefined
  if (!fileId) throw new NetworkFailure('The upload has no address')
  return { answer, fileId }
}

/**
 * Sends a file by tus 1.0 and resolves with what a ticket names it by. Called again with the same key after whatever
 * went wrong, it goes on where the server stands: the creation is asked again, and says where.
 *
 * @param progress is told how many bytes the server has
 * @throws SupportProblem `not_found` when the server has let go of what was sent under this key: take a new one
 */
export async function uploadFile(
  core: Core,
  { name, type, bytes }: FileToUpload,
  options: CallOptions & { readonly idempotencyKey: string },
  progress: (sent: number) => void = () => {},
): Promise<{ fileId: FileId; sha256: string }> {
  const size = bytes.byteLength
  const { uploadPiece: piece = megabyte } = core.environment
  const call = { ...options, timeout }
  // What fits goes with the creation.
  const create = () => announceUpload(core, { name, type, size }, call, size <= piece && size > 0 ? bytes : undefined)
  const { idempotencyKey: _, ...without } = call
  const announced = await create()
  let { answer } = announced
  const { fileId } = announced
  const params = { fileId }
  for (let mismatches = 0; ; ) {
    const offset = Number(answer.headers.get(tusHeaders.offset) ?? Number.NaN)
    if (!(offset >= 0 && offset <= size)) throw new NetworkFailure('The upload does not say where it stands')
    progress(offset)
    const digest = answer.headers.get(tusHeaders.digest)
    if (digest) {
      if (await differs(core, bytes, digest)) {
        await core.send(endUpload, { params }, { ...without, headers: spoken })
        throw new NetworkFailure('The server has other bytes than were sent')
      }
      return { fileId, sha256: digest }
    }
    if (offset === size) throw new NetworkFailure('The upload has no digest')
    try {
      answer = await core.send(
        appendUpload,
        { params },
        {
          ...without,
          bytes: bytes.subarray(offset, offset + piece),
          headers: { ...spoken, 'Content-Type': uploadBytesType, [tusHeaders.offset]: String(offset) },
        },
      )
    } catch (error) {
      // Another tab, or a request of our own that was thought to be lost.
      const elsewhere = error instanceof SupportProblem && error.code === 'upload_offset_mismatch'
      if (!elsewhere) throw error
      if (++mismatches > patience) throw new NetworkFailure('Somebody else sends this file')
      answer = (await create()).answer
    }
  }
}

/** Where a page may not digest (no secure context), the server's word has to do. */
async function differs({ environment }: Core, bytes: Uint8Array<ArrayBuffer>, digest: string): Promise<boolean> {
  const found = await Promise.resolve(bytes)
    .then(environment.digest)
    .catch(() => undefined)
  return !!found && hex(new Uint8Array(found)) !== digest
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

function base64(text: string): string {
  let binary = ''
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte)
  return btoa(binary)
}
