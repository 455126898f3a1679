import type { Scheduler } from './scheduler.ts'

/** Asking again and again what was answered a moment ago: nothing is lost by it, and a server goes down of it. */
export interface Storms {
  /** The device asks the server, or the host for a token (`what`: about which write, or of which tab). */
  asked(what: string): void
  /** One line for each that there was. */
  readonly seen: readonly string[]
}

/** Within so long. Milliseconds. */
const span = 10_000
/**
 * Of the whole device; about one write; and by one tab for tokens, where somebody who is signed out and goes on writing
 * asks with each step of each write. Whoever comes back after an outage stays well below.
 */
const most = { device: 150, write: 25, token: 40 }

export function createStorms({ now }: Pick<Scheduler, 'now'>): Storms {
  const times = new Map<string, number[]>()
  const seen = new Map<string, string>()

  function count(what: string, bound: number): void {
    const recent = (times.get(what) ?? []).filter((time) => time > now() - span)
    recent.push(now())
    times.set(what, recent)
    if (recent.length > bound && !seen.has(what))
      seen.set(what, `${what} asks ${recent.length} times within ${span / 1000} s, at ${now()} ms`)
  }

  return {
    asked(what) {
      count('device', most.device)
      count(what, what.startsWith('token') ? most.token : most.write)
    },
    get seen() {
      return [...seen.values()]
    },
  }
}
