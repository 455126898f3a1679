import type { Stretch } from './event-log.ts'
import { Heartbeat } from './heartbeat.ts'
import { Inquiries } from './inquiries.ts'
import type { Listener } from './listener.ts'

export interface LiveTiming {
  /** Between comments on a stream where nothing happens, in milliseconds. */
  readonly heartbeat: number
  /** Between looks at the log for what other processes wrote, in milliseconds. */
  readonly poll: number
}

export interface FeedParts {
  readonly clock: () => number
  readonly timing: LiveTiming
  /** Calls back after each commit of the tenant; returns the unsubscribe. */
  subscribe(wake: () => void): () => void
  /** What happened after a position, oldest first. */
  after(seq: number): Promise<Stretch>
  /** The number that rises with every change of what the tenant's people may. */
  standing(): Promise<number>
  failed(error: unknown): void
}

/** How many listeners are told before whoever else waits for this process has a turn. */
const slice = 500

/**
 * A tenant's events on their way to everybody who listens. Whatever stands at the same place of the log is read once,
 * written out once, and handed to each who may hear of it; who has fallen behind is told from where they are. A listener
 * joins before its place is looked up: a commit in between means a look more, never one less.
 */
export class Feed {
  readonly #parts: FeedParts
  readonly #listeners = new Set<Listener>()
  readonly #inquiries: Inquiries
  readonly #heartbeat: Heartbeat
  #running = false
  #woken = false
  #stop: (() => void) | undefined

  constructor(parts: FeedParts) {
    const { clock, timing, failed } = parts
    this.#parts = parts
    // What came meanwhile is told then.
    this.#inquiries = new Inquiries({ done: () => this.wake(), failed })
    this.#heartbeat = new Heartbeat({
      clock,
      failed,
      interval: timing.heartbeat,
      listeners: this.#listeners,
      inquiries: this.#inquiries,
      standing: () => parts.standing(),
    })
  }

  get size(): number {
    return this.#listeners.size
  }

  join(listener: Listener): void {
    this.#listeners.add(listener)
    this.#stop ??= this.#start()
    this.wake()
    this.#heartbeat.start()
  }

  leave(listener: Listener): void {
    this.#listeners.delete(listener)
    if (this.#listeners.size > 0) return
    this.#stop?.()
    this.#stop = undefined
    this.#heartbeat.stop()
  }

  /** Something may have happened, or somebody may hear again. */
  wake(): void {
    this.#woken = true
    if (!this.#running) void this.#run()
  }

  #start(): () => void {
    const unsubscribe = this.#parts.subscribe(() => this.wake())
    const poll = setInterval(() => this.wake(), this.#parts.timing.poll)
    return () => {
      unsubscribe()
      clearInterval(poll)
    }
  }

  async #run(): Promise<void> {
    this.#running = true
    try {
      while (this.#woken && this.#listeners.size > 0) {
        this.#woken = false
        const places = Map.groupBy(this.#attentive(), ({ seq }) => seq!)
        for (const [seq, listeners] of places) await this.#tell(listeners, await this.#parts.after(seq))
      }
    } catch (error) {
      // Nobody has lost anything: all stand where they stood, and the next look goes on from there.
      this.#parts.failed(error)
    } finally {
      this.#running = false
    }
  }

  #attentive(): Listener[] {
    return [...this.#listeners].filter((listener) => listener.attentive)
  }

  async #tell(listeners: readonly Listener[], { events, end, more }: Stretch): Promise<void> {
    if (more) this.#woken = true
    // Read after the events: a permission that ended before them has ended.
    const standing = events.length > 0 ? await this.#parts.standing() : 0
    const unsure: Listener[] = []
    for (const [index, listener] of listeners.entries()) {
      if (index > 0 && index % slice === 0) await new Promise((resolve) => setTimeout(resolve))
      const heard = events.filter((event) => listener.mayHear(event))
      if (heard.length > 0 && listener.unsure(standing)) unsure.push(listener)
      else this.#say(listener, heard, end)
    }
    this.#inquiries.about(unsure, standing, (listener) => {
      // Being welcome still, a listener may be allowed less than it was a moment ago.
      const heard = events.filter((event) => listener.mayHear(event))
      this.#say(listener, heard, end)
    })
  }

  #say(listener: Listener, heard: Stretch['events'], end: number): void {
    for (const { block } of heard) listener.say(block)
    listener.seq = end
    if (heard.length > 0) listener.lastWord = this.#parts.clock()
  }
}
