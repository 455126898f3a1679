import { type FileId, newId } from '@aftercare/protocol'
import { streamingSha256 } from '../handle/digest.ts'
import type { AuthorizedContext } from '../handle/handlers.ts'
import { isMediaType } from '../handle/media-type.ts'
import { headerError } from '../handle/parse-input.ts'
import { ProblemError } from '../handle/problem-error.ts'
import { limited } from '../handle/read-body.ts'
import type { Services } from '../services.ts'
import { fileLimits, fileTooLarge } from './file-limits.ts'
import { fileNameOf } from './file-name.ts'
import { roomOf } from './quota.ts'

/** A file whose bytes are stored and which no row names yet. */
export interface ReceivedFile {
  readonly id: FileId
  readonly name: string
  readonly mediaType: string
  /** Bytes. */
  readonly size: number
  readonly sha256: string
}

/** For the caller's own files, or those of all visitors. */
export const noRoom = () =>
  new ProblemError('body_too_large', { detail: 'Too many uploaded files belong to no ticket yet' })

/**
 * Takes the bytes of an upload in, counting and hashing them on the way.
 *
 * @throws ProblemError validation_failed, body_too_large (also when the quota is used up)
 */
export async function receiveFile(
  services: Services,
  { request, principal }: AuthorizedContext,
  limit: number,
): Promise<ReceivedFile> {
  const { blobs, database, random, visitorsQuota } = services
  const name = fileNameOf(request)
  const mediaType = request.headers.get('content-type') || 'application/octet-stream'
  if (!isMediaType(mediaType)) throw headerError('Content-Type', 'invalid')
  const { maxBytes } = await fileLimits(services, database.reader, principal.tenant)
  const most = Math.min(limit, maxBytes)
  const room = await roomOf(database.reader, principal, visitorsQuota)
  if (room <= 0) throw noRoom()

  const id = newId<FileId>(random)
  const hash = streamingSha256()
  let size = 0
  let failure: unknown
  const pieces = limited(request, Math.min(most, room))
  const counted = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await pieces.next()
        if (done) return controller.close()
        size += value.byteLength
        hash.update(value)
        controller.enqueue(value)
      } catch (error) {
        failure = error
        controller.error(error)
      }
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
  try {
    await blobs.put(id, counted)
  } catch (error) {
    // The reason of the reading side, not what the store made of it.
    if (failure instanceof ProblemError && failure.code === 'body_too_large' && most <= room) throw fileTooLarge(most)
    throw failure ?? error
  }
  return { id, name, mediaType, size, sha256: hash.hex() }
}
