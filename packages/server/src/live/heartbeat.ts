import type { Inquiries } from './inquiries.ts'
import type { Listener } from './listener.ts'

interface HeartbeatParts {
  readonly clock: () => number
  /** The longest silence, in milliseconds. */
  readonly interval: number
  readonly listeners: ReadonlySet<Listener>
  readonly inquiries: Inquiries
  /** The number that rises with every change of what the tenant's people may. */
  standing(): Promise<number>
  failed(error: unknown): void
}

/** Who has been silent for so much of the interval is told along with the one who was silent for all of it: the beats stay few. */
const nearly = 15 / 16

const stillHere = new TextEncoder().encode(': still here\n\n')

/** A comment to everybody who was told nothing for a while, by one timer for all of them. */
export class Heartbeat {
  readonly #parts: HeartbeatParts
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Who joins meanwhile needs no timer of their own: the beat sets the next one. */
  #beating = false

  constructor(parts: HeartbeatParts) {
    this.#parts = parts
  }

  /** Somebody listens. */
  start(): void {
    if (!this.#timer && !this.#beating) this.#next()
  }

  /** Nobody listens any more. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** Waits for the one who was silent longest. */
  #next(): void {
    const { interval, listeners } = this.#parts
    if (listeners.size === 0) return
    let longest = 0
    for (const listener of listeners) longest = Math.max(longest, this.#silenceOf(listener))
    this.#timer = setTimeout(() => void this.#beat(), Math.max(0, interval - longest))
  }

  /** In milliseconds. Of a word that lies ahead, because the clock was set back, nobody knows how old it is: too old. */
  #silenceOf({ lastWord }: Listener): number {
    const silence = this.#parts.clock() - lastWord
    return silence < 0 ? Number.POSITIVE_INFINITY : silence
  }

  /** Who is not welcome any more does not even hear that. */
  async #beat(): Promise<void> {
    const { clock, inquiries, interval, listeners, failed } = this.#parts
    this.#timer = undefined
    this.#beating = true
    const silent = [...listeners].filter((listener) => this.#silenceOf(listener) >= interval * nearly)
    try {
      const standing = silent.length > 0 ? await this.#parts.standing() : 0
      const unsure: Listener[] = []
      for (const listener of silent) {
        if (!listener.unsure(standing)) listener.say(stillHere)
        else if (!listener.awaitsWelcome) unsure.push(listener)
      }
      // Not waited for: the next beat comes in time, and leaves alone who is still being asked about.
      inquiries.about(unsure, standing, (listener) => listener.say(stillHere))
    } catch (error) {
      failed(error)
    }
    for (const listener of silent) listener.lastWord = clock()
    this.#beating = false
    this.#next()
  }
}
