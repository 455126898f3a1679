import { ProblemError } from './problem-error.ts'

/**
 * Reads a whole body of at most `limit` bytes. A larger one is refused as soon as that is known: at once by its
 * `Content-Length`, else in the middle of reading.
 *
 * @throws ProblemError body_too_large
 */
export async function readBody(request: Request, limit: number): Promise<Uint8Array> {
  const announced = request.headers.get('content-length')
  if (announced !== null && Number(announced) <= limit) {
    const bytes = new Uint8Array(await request.arrayBuffer())
    if (bytes.byteLength > limit) throw new ProblemError('body_too_large')
    return bytes
  }
  const chunks: Uint8Array<ArrayBuffer>[] = []
  for await (const chunk of limited(request, limit)) chunks.push(chunk)
  return new Uint8Array(await new Blob(chunks).arrayBuffer())
}

/**
 * The body in pieces, counted on the way; the caller's stream is cancelled when it is too long.
 *
 * @throws ProblemError body_too_large, from the iteration
 */
export async function* limited(request: Request, limit: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw new ProblemError('body_too_large')
  if (!('body' in request)) {
    // Firefox has no stream here; whoever runs this in a page has the whole body in memory already.
    const bytes = new Uint8Array(await (request as Request).arrayBuffer())
    if (bytes.byteLength > limit) throw new ProblemError('body_too_large')
    if (bytes.byteLength > 0) yield bytes
    return
  }
  if (!request.body) return
  const reader = request.body.getReader()
  let size = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      size += value.byteLength
      if (size > limit) throw new ProblemError('body_too_large')
      yield value
    }
  } finally {
    // Harmless after the end; before it, it tells the sender that nobody reads any more.
    void reader.cancel().catch(() => {})
  }
}
