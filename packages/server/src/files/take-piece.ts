import { type FileId, newId } from '@aftercare/protocol'
import { streamingSha256 } from '../handle/digest.ts'
import { ProblemError } from '../handle/problem-error.ts'
import { limited } from '../handle/read-body.ts'
import type { Services } from '../services.ts'

/** Bytes that came with one request, stored. */
export interface Piece {
  readonly key: string
  readonly size: number
  readonly sha256: string
}

/**
 * Stores what a request brings, counted and hashed on the way. When the connection breaks, or the request is ended,
 * what has come until then counts: that is what makes an upload resumable.
 *
 * @returns undefined when not one byte came
 * @throws ProblemError body_too_large; nothing of it is kept
 */
export async function takePiece(
  { blobs, random }: Pick<Services, 'blobs' | 'random'>,
  request: Request,
  room: number,
  ended: AbortSignal,
): Promise<Piece | undefined> {
  const key: string = newId<FileId>(random)
  const hash = streamingSha256()
  const pieces = limited(request, room)
  let size = 0
  let tooLarge: ProblemError | undefined
  // A stream is closed once; a second time throws, and out of an event listener that would end the process.
  const over = new AbortController()
  const arriving = new ReadableStream<Uint8Array>({
    start(controller) {
      if (ended.aborted) controller.close()
      // While it waits for bytes as well. No race with a promise: one that lives as long as the request keeps every chunk.
      else ended.addEventListener('abort', () => controller.close(), { once: true, signal: over.signal })
    },
    async pull(controller) {
      try {
        const { done, value } = await pieces.next()
        if (ended.aborted) return
        if (done) return close(controller)
        size += value.byteLength
        hash.update(value)
        controller.enqueue(value)
      } catch (error) {
        if (ended.aborted || over.signal.aborted) return
        if (!(error instanceof ProblemError)) return close(controller)
        tooLarge = error
        over.abort()
        controller.error(error)
      }
    },
    cancel() {
      over.abort()
      pieces.return(undefined).catch(() => {})
    },
  })
  const close = (controller: ReadableStreamDefaultController) => {
    over.abort()
    controller.close()
  }
  try {
    await blobs.put(key, arriving)
  } catch (error) {
    throw tooLarge ?? error
  } finally {
    if (ended.aborted) void request.body?.cancel().catch(() => {})
  }
  if (size > 0) return { key, size, sha256: hash.hex() }
  await blobs.delete(key)
  return undefined
}
