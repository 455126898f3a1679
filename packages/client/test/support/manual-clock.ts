import type { Clock } from '../../src/environment.ts'

export interface ManualClock extends Clock {
  /** Lets time pass, and all that is due in it happen in order. Milliseconds. */
  advance(milliseconds: number): Promise<void>
  /** Sets the time without letting it pass, as a person does to a device. */
  set(now: number): void
}

/** Lets promises and real I/O of this process come to rest. */
export async function settle(rounds = 12): Promise<void> {
  for (let round = 0; round < rounds; round++) await new Promise((resolve) => setImmediate(resolve))
}

/** Waits for something that real time decides: a module's loading, a server in this process. */
export async function until(condition: () => boolean, what = String(condition)): Promise<void> {
  const end = Date.now() + 10_000
  while (!condition()) {
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

export function manualClock(start = Date.UTC(2026, 0, 5, 9)): ManualClock {
  let now = start
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>()
  return {
    now: () => now,
    after(milliseconds, callback) {
      const timer = { at: now + milliseconds, callback }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    async advance(milliseconds) {
      const end = now + milliseconds
      await settle()
      for (;;) {
        const next = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        timers.delete(next)
        now = Math.max(now, next.at)
        next.callback()
        await settle()
      }
      now = end
    },
    set(time) {
      now = time
    },
  }
}
