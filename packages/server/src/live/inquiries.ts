import type { Listener } from './listener.ts'

interface Inquiry {
  readonly listener: Listener
  /** The tenant's, when the listener was found to be unsure. */
  readonly standing: number
  /** Told once it is welcome still. */
  readonly welcomed: (listener: Listener) => void
}

interface InquiriesParts {
  /** All were answered. */
  done(): void
  failed(error: unknown): void
}

/**
 * Of how many listeners it is found out at the same time what they may hear: more than one, or slow storage adds up over
 * thousands of them; few, or requests wait for their turn with it.
 */
const abreast = 4

/** Finds out what listeners may hear, beside the others, who hear on meanwhile. */
export class Inquiries {
  readonly #parts: InquiriesParts
  readonly #waiting: Inquiry[] = []
  #running = 0

  constructor(parts: InquiriesParts) {
    this.#parts = parts
  }

  /** Those who are asked about stand where they stood until they are. */
  about(listeners: readonly Listener[], standing: number, welcomed: (listener: Listener) => void): void {
    for (const listener of listeners) {
      listener.awaitsWelcome = true
      this.#waiting.push({ listener, standing, welcomed })
      if (this.#running < abreast) void this.#run()
    }
  }

  async #run(): Promise<void> {
    this.#running += 1
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      const { listener, standing, welcomed } = next
      const welcome = await listener.welcome(standing)
      listener.awaitsWelcome = false
      try {
        if (welcome) welcomed(listener)
      } catch (error) {
        this.#parts.failed(error)
      }
    }
    this.#running -= 1
    if (this.#running === 0) this.#parts.done()
  }
}
