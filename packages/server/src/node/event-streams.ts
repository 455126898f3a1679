import type { ServerResponse } from 'node:http'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { EventBody } from '../live/event-body.ts'

/** The open server-sent event streams: they never end by themselves, so a closing server ends them. */
export class EventStreams {
  readonly #open = new Set<ServerResponse>()
  #ended = false

  /** The same answer, whose body can be ended from here; or, where it is one of ours, that it is being given already. */
  follow(response: Response, outgoing: ServerResponse): Response {
    const { body, status, headers } = response
    if (!body || !headers.get('content-type')?.startsWith('text/event-stream')) return response
    if (this.#ended) {
      void body.cancel().catch(() => {})
      return new Response(null, { status, headers })
    }
    this.#open.add(outgoing)
    outgoing.once('close', () => this.#open.delete(outgoing))
    if (!(body instanceof EventBody) || body.locked) return response
    give(body, response, outgoing)
    return RESPONSE_ALREADY_SENT
  }

  end(): void {
    this.#ended = true
    for (const outgoing of this.#open) outgoing.end()
  }
}

/** One write to the connection for each block, and none of the promises that reading a body takes. */
function give(body: EventBody, { status, headers }: Response, outgoing: ServerResponse): void {
  const gone = () => void body.cancel().catch(() => {})
  outgoing.once('close', gone)
  outgoing.once('error', gone)
  // It lasts as long as the connection (RFC 9112 §6.3), and needs no frame around each block.
  outgoing.useChunkedEncodingByDefault = false
  outgoing.writeHead(status, Object.fromEntries(headers))
  outgoing.flushHeaders()
  const drained = body.divert({
    write: (block) => outgoing.writableEnded || outgoing.destroyed || outgoing.write(block),
    end: () => void outgoing.end(),
  })
  outgoing.on('drain', drained)
}
