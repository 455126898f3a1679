import type { Note } from './recorder.ts'
import { quietly, wrap } from './wrap.ts'

/** Notes where the person goes within the page, beginning with where they are. Titles are not looked at. */
export function watchNavigation(page: typeof globalThis, note: Note): () => void {
  const { history, location } = page as Partial<typeof globalThis>
  if (!history || !location) return () => {}
  let last = ''
  const look = () =>
    quietly(() => {
      if (location.href === last) return
      last = location.href
      note({ kind: 'navigation', text: last })
    })
  const stops = (['pushState', 'replaceState'] as const).map((method) =>
    wrap(history as Record<typeof method, (...values: unknown[]) => void>, method, (original, self, values) => {
      Reflect.apply(original, self, values)
      look()
    }),
  )
  page.addEventListener('popstate', look)
  page.addEventListener('hashchange', look)
  look()
  return () => {
    for (const stop of stops) stop()
    page.removeEventListener('popstate', look)
    page.removeEventListener('hashchange', look)
  }
}
