import type { Stretch } from './event-log.ts'
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
 * Of how many listeners it is found out at the same time what they may hear: more than one, or slow storage adds up over
 * thousands of them; few, or requests wait for their turn with it.
 */
const abreast = 4

interface Question {
  readonly listener: Listener
  /** The tenant's, when the listener was found to be unsure. */
  readonly standing: number
  /** Told once it is welcome still. */
  readonly welcomed: (listener: Listener) => void
}

/**
 * A tenant's events on their way to everybody who listens. Whatever stands at the same place of the log is read once,
 * written out once, and handed to each who may hear of it; who has fallen behind is told from where they are. A listener
 * joins before its place is looked up: a commit in between means a look more, never one less.
 */
export class Feed {
  readonly #parts: FeedParts
  /** In the order of their last words, the longest silent first. */
  readonly #listeners = new Set<Listener>()
  /** Of whom it is found out what they may hear, one after the other. */
  readonly #unsure: Question[] = []
  #asking = 0
  #running = false
  #woken = false
  #stop: (() => void) | undefined
  #beat: ReturnType<typeof setTimeout> | undefined
  /** Who joins meanwhile needs no timer of their own: the beat sets the next one. */
  #beating = false

  constructor(parts: FeedParts) {
    this.#parts = parts
  }

  get size(): number {
    return this.#listeners.size
  }

  join(listener: Listener): void {
    this.#listeners.add(listener)
    this.#stop ??= this.#start()
    this.wake()
    if (!this.#beat && !this.#beating) this.#nextBeat()
  }

  leave(listener: Listener): void {
    this.#listeners.delete(listener)
    if (this.#listeners.size > 0) return
    this.#stop?.()
    this.#stop = undefined
    clearTimeout(this.#beat)
    this.#beat = undefined
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
    this.#askAbout(unsure, standing, (listener) => {
      // Being welcome still, a listener may be allowed less than it was a moment ago.
      const heard = events.filter((event) => listener.mayHear(event))
      this.#say(listener, heard, end)
    })
  }

  /** Beside the others, who hear on meanwhile; those who are asked about stand where they stood until they are. */
  #askAbout(listeners: readonly Listener[], standing: number, welcomed: (listener: Listener) => void): void {
    for (const listener of listeners) {
      listener.awaitsWelcome = true
      this.#unsure.push({ listener, standing, welcomed })
      if (this.#asking < abreast) void this.#ask()
    }
  }

  async #ask(): Promise<void> {
    this.#asking += 1
    for (let next = this.#unsure.shift(); next; next = this.#unsure.shift()) {
      const { listener, standing, welcomed } = next
      const welcome = await listener.welcome(standing)
      listener.awaitsWelcome = false
      try {
        if (welcome) welcomed(listener)
      } catch (error) {
        this.#parts.failed(error)
      }
    }
    this.#asking -= 1
    // What came meanwhile.
    if (this.#asking === 0) this.wake()
  }

  #say(listener: Listener, heard: Stretch['events'], end: number): void {
    for (const { block } of heard) listener.say(block)
    listener.seq = end
    if (heard.length > 0) this.#spoke(listener)
  }

  #spoke(listener: Listener): void {
    if (!this.#listeners.delete(listener)) return
    listener.lastWord = this.#parts.clock()
    this.#listeners.add(listener)
  }

  /** Waits for the one who was silent longest. */
  #nextBeat(): void {
    const [first] = this.#listeners
    if (!first) return
    const { heartbeat } = this.#parts.timing
    const due = heartbeat - this.#silenceOf(first)
    this.#beat = setTimeout(() => void this.#beatNow(), Math.max(0, due))
  }

  /** In milliseconds. Of a word that lies ahead, because the clock was set back, nobody knows how old it is: too old. */
  #silenceOf({ lastWord }: Listener): number {
    const silence = this.#parts.clock() - lastWord
    return silence < 0 ? Number.POSITIVE_INFINITY : silence
  }

  /** A comment to all who were silent for long; who is not welcome any more does not even hear that. */
  async #beatNow(): Promise<void> {
    const { timing, failed } = this.#parts
    this.#beat = undefined
    this.#beating = true
    const silent = [...this.#listeners].filter((listener) => this.#silenceOf(listener) >= timing.heartbeat)
    try {
      const standing = silent.length > 0 ? await this.#parts.standing() : 0
      const unsure: Listener[] = []
      for (const listener of silent) {
        if (!listener.unsure(standing)) listener.say(stillHere)
        else if (!listener.awaitsWelcome) unsure.push(listener)
      }
      // Not waited for: the next beat comes in time, and leaves alone who is still being asked about.
      this.#askAbout(unsure, standing, (listener) => listener.say(stillHere))
    } catch (error) {
      failed(error)
    }
    for (const listener of silent) this.#spoke(listener)
    this.#beating = false
    this.#nextBeat()
  }
}

const stillHere = new TextEncoder().encode(': still here\n\n')
