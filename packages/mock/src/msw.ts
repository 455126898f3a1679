// The mock as handlers of Mock Service Worker, for pages and tests that have it already.
import { type HttpHandler, HttpResponse, http } from 'msw'
import type { MockSupport } from './create-mock-support.ts'

/**
 * Handlers that answer everything under `url` from a mock.
 *
 * @param url where the page believes the backend to be, as its provider's `url`; `/support` is this page's own origin
 */
export function supportHandlers(mock: MockSupport, url = '/support'): HttpHandler[] {
  return [
    http.all(`${url.replace(/\/+$/, '')}/*`, async ({ request }) => {
      try {
        return await mock.fetch(request)
      } catch {
        // A network that fails, as the page's own `fetch` would show it.
        return HttpResponse.error()
      }
    }),
  ]
}
