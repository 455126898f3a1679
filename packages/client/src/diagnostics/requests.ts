import type { Clock } from '../environment.ts'
import type { Note } from './recorder.ts'
import { hear, quietly, wrap } from './wrap.ts'

interface Asked {
  readonly method: string
  readonly address: string
}

/** Notes requests that failed: no answer, or one from 400 on. Their bodies and headers are not looked at. */
export function watchRequests(scope: typeof globalThis, note: Note, clock: Clock): () => void {
  const failed = ({ method, address }: Asked, began: number, status?: number) =>
    quietly(() =>
      note({
        ...{
          kind: 'request',
          name: method.toUpperCase(),
          text: absolute(scope, address),
          duration: clock.now() - began,
        },
        ...(status !== undefined && { status }),
      }),
    )
  const stops: (() => void)[] = []

  if (typeof scope.fetch === 'function') {
    stops.push(
      wrap(scope as { fetch: typeof fetch }, 'fetch', (original, self, values) => {
        const began = clock.now()
        const answer = Reflect.apply(original, self, values)
        if (typeof answer?.then !== 'function') return answer
        // What is handed on is settled as the host's own would be: a rejection that nobody handles stays one.
        return answer.then(
          (response) => {
            if (response?.status >= 400) quietly(() => failed(asked(values), began, response.status))
            return response
          },
          (error) => {
            // The host let go of it by itself.
            if (error?.name !== 'AbortError') quietly(() => failed(asked(values), began))
            throw error
          },
        )
      }),
    )
  }

  const { XMLHttpRequest } = scope as Partial<typeof globalThis>
  if (XMLHttpRequest) {
    const opened = new WeakMap<object, Asked>()
    // The overloads of `open` differ in what we do not read.
    type Open = (this: unknown, method: string, address: string | URL, ...more: unknown[]) => void
    const prototype = XMLHttpRequest.prototype as unknown as { open: Open; send: (body?: unknown) => void }
    stops.push(
      wrap(prototype, 'open', (original, self, values) => {
        quietly(() => opened.set(self as object, { method: String(values[0]), address: String(values[1]) }))
        return Reflect.apply(original, self, values)
      }),
      wrap(prototype, 'send', (original, self, values) => {
        quietly(() => {
          const request = self as XMLHttpRequest
          const what = opened.get(request)
          const began = clock.now()
          let aborted = false
          request.addEventListener('abort', () => {
            aborted = true
          })
          request.addEventListener('loadend', () => {
            const { status } = request
            if (what && !aborted && (status === 0 || status >= 400)) failed(what, began, status || undefined)
          })
        })
        return Reflect.apply(original, self, values)
      }),
    )
  }

  // Scripts, styles and pictures that did not come; such an error does not bubble.
  const missing = ({ target }: Event) =>
    quietly(() => {
      const { src, href } = (target ?? {}) as { src?: unknown; href?: unknown }
      const address = src || href
      if (target !== scope && typeof address === 'string') failed({ method: 'GET', address }, clock.now())
    })
  stops.push(hear(scope, 'error', missing, true))

  return () => {
    for (const stop of stops) stop()
  }
}

function asked([input, init]: Parameters<typeof fetch>): Asked {
  const request = input instanceof Request ? input : undefined
  return { method: init?.method ?? request?.method ?? 'GET', address: request ? request.url : String(input) }
}

/** As it was asked for, with the page's origin where it had none. */
function absolute(scope: typeof globalThis, address: string): string {
  try {
    return new URL(address, scope.document?.baseURI).href
  } catch {
    return address
  }
}
