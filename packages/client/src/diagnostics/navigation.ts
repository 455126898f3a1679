import type { Note } from './recorder.ts'
import { hear, quietly, wrap } from './wrap.ts'

/** Notes where the person goes within the page, beginning with where they are. Titles are not looked at. */
export function watchNavigation(scope: typeof globalThis, note: Note): () => void {
  const { history, location } = scope as Partial<typeof globalThis>
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
  stops.push(hear(scope, 'popstate', look), hear(scope, 'hashchange', look))
  look()
  return () => {
    for (const stop of stops) stop()
  }
}
