/** Time that passes only here, and everything that happens in it, one after the other. Milliseconds from 0. */
export interface Scheduler {
  now(): number
  /** Calls `run` after that many milliseconds; returns what cancels it. Of equal times the earlier asked is first. */
  after(milliseconds: number, run: () => void): () => void
  /** Lets everything happen that is due until then; more than `most` things are a program that goes in circles. */
  runUntil(time: number, most?: number): Promise<void>
  /** How many things have happened. */
  readonly happened: number
}

interface Happening {
  readonly at: number
  readonly order: number
  run: (() => void) | undefined
}

export class GoesInCircles extends Error {}

export function createScheduler(): Scheduler {
  let now = 0
  let order = 0
  let happened = 0
  const heap: Happening[] = []
  const before = (one: Happening, other: Happening) =>
    one.at < other.at || (one.at === other.at && one.order < other.order)

  function push(item: Happening): void {
    let index = heap.length
    heap.push(item)
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!before(item, heap[parent]!)) break
      heap[index] = heap[parent]!
      index = parent
    }
    heap[index] = item
  }

  function pop(): Happening {
    const first = heap[0]!
    const last = heap.pop()!
    if (heap.length > 0) {
      let index = 0
      for (;;) {
        let child = 2 * index + 1
        if (child >= heap.length) break
        if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child += 1
        if (!before(heap[child]!, last)) break
        heap[index] = heap[child]!
        index = child
      }
      heap[index] = last
    }
    return first
  }

  return {
    now: () => now,
    after(milliseconds, run) {
      const item: Happening = { at: now + Math.max(0, milliseconds), order: order++, run }
      push(item)
      return () => {
        item.run = undefined
      }
    },
    async runUntil(time, most = 60_000) {
      const end = happened + most
      await rest()
      while (heap.length > 0 && heap[0]!.at <= time) {
        const { at, run } = pop()
        now = Math.max(now, at)
        if (!run) continue
        if (++happened > end) throw new GoesInCircles(`More than ${most} things happened`)
        run()
        await rest()
      }
      now = Math.max(now, time)
    },
    get happened() {
      return happened
    },
  }
}

/** All that promises set off is over: nothing in a simulation waits for real I/O or a real timer. */
const rest = () => new Promise<void>((resolve) => setImmediate(resolve))
