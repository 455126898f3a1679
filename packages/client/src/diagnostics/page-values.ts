import type { Clock } from '../environment.ts'
import { isOurs, treesOf, valuesIn, valuesOf } from './page-fields.ts'

/** What stands in the page's fields, and its titles: neither may be in what is sent. */
export interface PageValues {
  mask(text: string): string
  /** Looks for fields in all of the page again, as one does before texts are shown. */
  look(): void
  stop(): void
}

const most = 500
const longest = 10_000
/** Milliseconds: a page that says much is not searched each time. */
const stale = 500

/**
 * Knows the values of the page's fields while something is noted: those that stand there now, and those that somebody
 * has entered since, also where the field is gone. Open shadow trees and frames of the same origin are the page too;
 * fields in closed shadow trees are seen by nobody.
 */
export function watchPageValues(
  scope: typeof globalThis,
  document: Document | undefined,
  maskValues: (text: string, values: Iterable<string>, instead?: string) => string,
  clock: Clock,
): PageValues {
  const entered = new Set<string>()
  const titles = new Set<string>()
  let trees: ReturnType<typeof treesOf> = []
  let found = Number.NEGATIVE_INFINITY
  /** Where events are heard: this window, and documents of frames, whose events end there. */
  const heardIn = new Set<EventTarget>()

  function keep(set: Set<string>, value: string): void {
    if (!value) return
    const kept = value.slice(0, longest)
    set.delete(kept)
    set.add(kept)
    if (set.size > most) for (const oldest of set) return void set.delete(oldest)
  }

  const heard = (event: Event) => {
    try {
      const path = event.composedPath()
      if (path.some(isOurs)) return
      const [target] = path
      // Whoever types into a tree that came since is found there.
      if (event.type === 'input') {
        if (target && !trees.includes((target as Node).getRootNode() as Document)) found = Number.NEGATIVE_INFINITY
      } else for (const value of valuesOf(target)) keep(entered, value)
    } catch {}
  }

  const heardOf = ['input', 'change', 'focusout'] as const
  function hearIn(target: EventTarget): void {
    if (heardIn.has(target)) return
    heardIn.add(target)
    for (const type of heardOf) target.addEventListener(type, heard, true)
  }
  if (document) hearIn(scope)

  function look(): void {
    if (!document) return
    trees = treesOf(document)
    found = clock.now()
    for (const tree of trees) if ('defaultView' in tree && tree !== document) hearIn(tree)
  }

  function* now(): Generator<string> {
    yield* entered
    for (const tree of trees) for (const value of valuesIn(tree)) yield value.slice(0, longest)
  }

  return {
    look,
    mask(text) {
      // Clocks jump: a little in either direction is as good.
      if (Math.abs(clock.now() - found) > stale) look()
      if (document) keep(titles, document.title)
      return maskValues(maskValues(text, now()), titles, '[title]')
    },
    stop() {
      for (const target of heardIn) for (const type of heardOf) target.removeEventListener(type, heard, true)
      heardIn.clear()
      trees = []
    },
  }
}
