import { type ProblemCode, problem } from '@aftercare/protocol'

/** What happens to a request instead of its answer. */
export type Fault =
  /** It never arrives: `fetch` rejects. An event stream that is open breaks off. */
  | { readonly kind: 'unreachable' }
  /** The server has done it, and its answer never comes: `fetch` rejects. What a client does next must not do it twice. */
  | { readonly kind: 'answer_lost' }
  /** The server answers with this problem and has done nothing. `retryAfter` in seconds. */
  | { readonly kind: 'problem'; readonly code: ProblemCode; readonly retryAfter?: number }

export interface FaultOptions {
  /** Which requests it happens to; all unless told. */
  readonly match?: (request: Request) => boolean
  /** To how many of them; every one unless told. An event stream that breaks off is none. */
  readonly times?: number
}

type Handler = (request: Request) => Promise<Response>

interface Planned {
  readonly fault: Fault
  readonly match: (request: Request) => boolean
  left: number
}

/** The network between a page and its mock: as slow and as bad as a test wants it. */
export class Network {
  /** Milliseconds before each request arrives; of a range, another each time. */
  latency: number | readonly [least: number, most: number] = 0
  #offline = false
  readonly #planned = new Set<Planned>()
  readonly #streams = new Set<{ readonly request: Request; readonly cut: AbortController }>()

  /** Nothing arrives, as with the cable out: what streams breaks off too. */
  get offline(): boolean {
    return this.#offline
  }

  set offline(offline: boolean) {
    this.#offline = offline
    if (offline) this.#cut(() => true)
  }

  /** Makes something go wrong from now on; the newest plan that fits a request happens to it. Returns what takes it back. */
  fail(fault: Fault, { match = () => true, times = Number.POSITIVE_INFINITY }: FaultOptions = {}): () => void {
    if (times <= 0) return () => {}
    const planned = { fault, match, left: times }
    this.#planned.add(planned)
    if (fault.kind === 'unreachable') this.#cut(match)
    return () => void this.#planned.delete(planned)
  }

  /** As good as new. */
  reset(): void {
    this.latency = 0
    this.offline = false
    this.#planned.clear()
  }

  /** Carries a request over to the handler, or not. */
  async carry(request: Request, handler: Handler): Promise<Response> {
    // Whoever has given up hears so, and the server hears nothing.
    request.signal.throwIfAborted()
    await this.#travel(request.signal)
    if (this.offline) throw unreachable()
    const fault = this.#faultOf(request)
    if (fault?.kind === 'unreachable') throw unreachable()
    if (fault?.kind === 'problem') return problemAnswer(fault)
    const answer = await handler(request)
    if (fault?.kind !== 'answer_lost') return this.#carried(request, answer)
    void answer.body?.cancel().catch(() => {})
    throw unreachable()
  }

  /** The answer; an event stream can be cut as long as it is open. */
  #carried(request: Request, answer: Response): Response {
    const { body, status, statusText, headers } = answer
    if (!body || !headers.get('Content-Type')?.startsWith('text/event-stream')) return answer
    const stream = { request, cut: new AbortController() }
    this.#streams.add(stream)
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    body
      .pipeTo(writable, { signal: stream.cut.signal })
      .catch(() => {})
      .finally(() => this.#streams.delete(stream))
    return new Response(readable, { status, statusText, headers })
  }

  #cut(match: (request: Request) => boolean): void {
    for (const { request, cut } of this.#streams) if (match(request)) cut.abort(unreachable())
  }

  async #travel(signal: AbortSignal): Promise<void> {
    const [least, most] = typeof this.latency === 'number' ? [this.latency, this.latency] : this.latency
    const milliseconds = least + Math.random() * (most - least)
    if (milliseconds <= 0) return
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, milliseconds)
      signal.addEventListener('abort', () => {
        clearTimeout(timer)
        reject(signal.reason)
      })
    })
  }

  #faultOf(request: Request): Fault | undefined {
    const planned = [...this.#planned].reverse().find(({ match }) => match(request))
    if (!planned) return
    planned.left -= 1
    if (planned.left <= 0) this.#planned.delete(planned)
    return planned.fault
  }
}

/** What `fetch` throws where no connection comes about. */
const unreachable = () => new TypeError('Failed to fetch')

function problemAnswer({ code, retryAfter }: Fault & { readonly kind: 'problem' }): Response {
  const body = problem(code)
  return new Response(JSON.stringify(body), {
    status: body.status,
    headers: {
      'Content-Type': 'application/problem+json',
      ...(retryAfter !== undefined && { 'Retry-After': String(retryAfter) }),
    },
  })
}
