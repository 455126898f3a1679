import { idempotencyKeyHeader, pathOf, protocolHeader, protocolVersion, type Route } from '@aftercare/protocol'
import type { CallOptions } from './core.ts'
import type { Clock, Fetch } from './environment.ts'
import { NetworkFailure, SignedOut, SupportProblem } from './failure.ts'
import type { Session } from './session/session.ts'

/** Any route's input, once its own type has been checked by the caller's. */
export interface RequestInput {
  readonly params?: Readonly<Record<string, string | number>>
  readonly query?: Readonly<Record<string, string | undefined>>
  readonly body?: unknown
}

export interface Transport {
  /** Answers with the response of a success. Throws as `Core.call` does. */
  send(route: Route, input?: RequestInput, options?: CallOptions): Promise<Response>
  call(route: Route, input?: RequestInput, options?: CallOptions): Promise<unknown>
}

export function createTransport(url: string, fetch: Fetch, session: Session, clock: Clock): Transport {
  const base = url.replace(/\/+$/, '')

  async function attempt<T>(
    read: (response: Response) => T | Promise<T>,
    route: Route,
    input: RequestInput,
    options: CallOptions,
    token?: string,
  ): Promise<T> {
    const { bytes, signal, timeout = 30_000 } = options
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries(input.query ?? {})) if (value !== undefined) query.set(name, value)
    const abort = new AbortController()
    // Raced with what it ends: not every `fetch` looks at its signal, and few bodies do.
    const ended = new Promise<never>((_, reject) => abort.signal.addEventListener('abort', reject))
    ended.catch(() => {})
    const stop = () => abort.abort()
    signal?.addEventListener('abort', stop)
    if (signal?.aborted) stop()
    const cancelTimer = clock.after(timeout, stop)
    try {
      const request = new Request(base + pathOf(route, input.params) + (query.size ? `?${query}` : ''), {
        method: route.method,
        signal: abort.signal,
        credentials: 'omit',
        cache: 'no-store',
        // The page's address may have a query that is nobody's business.
        referrerPolicy: 'no-referrer',
        headers: {
          [protocolHeader]: protocolVersion,
          ...(token && { Authorization: `Bearer ${token}` }),
          ...(options.idempotencyKey && { [idempotencyKeyHeader]: options.idempotencyKey }),
          ...(input.body !== undefined && { 'Content-Type': 'application/json' }),
          ...options.headers,
        },
        ...(bytes ? { body: bytes } : input.body !== undefined && { body: JSON.stringify(input.body) }),
      })
      const response = await Promise.race([fetch(request), ended])
      // Loaded when something is wrong; where it does not load, it is the network.
      // 304 is what somebody asked for who has it already.
      if (!response.ok && response.status !== 304)
        throw await (await import('./problem-of.ts')).problemOf(response, clock.now())
      return await Promise.race([read(response), ended])
    } finally {
      // A stream's body goes on under the caller's signal, everything else has been read by now.
      cancelTimer()
      if (route.kind !== 'stream') signal?.removeEventListener('abort', stop)
    }
  }

  async function authorized<T>(
    read: (response: Response) => T | Promise<T>,
    route: Route,
    input: RequestInput = {},
    options: CallOptions = {},
    rejected?: string,
  ): Promise<T> {
    if (['anonymous', 'download', 'operations'].includes(route.kind)) return attempt(read, route, input, options)
    const { token, identity } = await session.token(rejected)
    if (options.owner !== undefined && options.owner !== identity) throw new SignedOut('Another person is signed in')
    try {
      return await attempt(read, route, input, options, token)
    } catch (error) {
      // The host still took this token for good: ask for one other, once.
      const refused = error instanceof SupportProblem && error.problem.status === 401
      if (!refused || rejected !== undefined) throw error
      return authorized(read, route, input, options, token)
    }
  }

  return {
    send: (route, input, options) => authorized((response) => response, route, input, options).catch(raise),
    async call(route, input, options) {
      try {
        const [{ output }, json] = await Promise.all([
          route.schemas(),
          authorized((response) => response.json(), route, input, options),
        ])
        const parsed = output?.safeParse(json)
        if (parsed?.success === false) throw parsed.error
        return parsed?.data
      } catch (error) {
        return raise(error)
      }
    },
  }
}

/** Whatever else goes wrong on the way, no answer came of it, or none that is understood. */
function raise(cause: unknown): never {
  const known = [SupportProblem, NetworkFailure, SignedOut].some((kind) => cause instanceof kind)
  throw known ? cause : new NetworkFailure('No answer from the server', { cause })
}
