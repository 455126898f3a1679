import type { LoggedEvent, Stretch } from './event-log.ts'

export interface LiveTiming {
  /** Between comments on a stream where nothing happens, in milliseconds. */
  readonly heartbeat: number
  /** Between looks at the log for what other processes wrote, in milliseconds. */
  readonly poll: number
}

interface StreamParts {
  readonly clock: () => number
  readonly timing: LiveTiming
  /** When the listener's token ends, in milliseconds; undefined when it does not. */
  readonly expiresAt: number | undefined
  subscribe(wake: () => void): () => void
  start(): Promise<{ seq: number; reset: boolean }>
  after(seq: number): Promise<Stretch>
  mayHear(event: LoggedEvent): boolean
  /** Throws when the listener's credentials no longer hold; finds out anew what it may hear. */
  stillWelcome(): Promise<void>
}

/** The longest a timer can wait, in milliseconds: setTimeout counts in 32 bits. */
const longestTimer = 2 ** 31 - 1

/**
 * One listener's stream of server-sent events (HTML standard §9.2): `ready`, then each event it may hear of, in
 * order, and a comment when there was nothing for a while. It ends with the token, with its revocation, when the
 * listener goes, and when the server closes.
 */
export class EventStream {
  readonly body: ReadableStream<Uint8Array>
  readonly #parts: StreamParts
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>
  #ended = false
  #awake = true
  #wakeUp = () => {}
  #patience: ReturnType<typeof setTimeout> | undefined

  constructor(parts: StreamParts) {
    this.#parts = parts
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    this.body = readable
    this.#writer = writable.getWriter()
    this.#writer.closed.catch(() => {
      this.#ended = true
      this.#wake()
    })
  }

  /** Delivers until the stream ends. */
  async run(): Promise<void> {
    // Listening comes before looking: a commit in between wakes us for a look more, never for one less.
    const unsubscribe = this.#parts.subscribe(() => this.#wake())
    const { expiresAt, clock, timing } = this.#parts
    const lifetime =
      expiresAt === undefined
        ? undefined
        : setTimeout(() => this.end(), Math.min(longestTimer, Math.max(0, expiresAt - clock())))
    const poll = setInterval(() => this.#wake(), timing.poll)
    try {
      await this.#deliver()
    } catch (error) {
      if (!this.#ended) throw error
    } finally {
      this.#ended = true
      unsubscribe()
      clearTimeout(lifetime)
      clearInterval(poll)
      await this.#writer.close().catch(() => {})
      clearTimeout(this.#patience)
    }
  }

  /** Ends it at the next opportunity, without a word: the listener reconnects with a new token, or elsewhere. */
  end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#wake()
    // A listener that does not read would hold the last write back for ever.
    this.#patience ??= setTimeout(() => void this.#writer.abort().catch(() => {}), 1000)
  }

  async #deliver(): Promise<void> {
    const { timing, clock } = this.#parts
    const start = await this.#parts.start()
    let { seq } = start
    await this.#send(`event: ready\nid: ${seq}\ndata: {"seq":${seq}}\n\n`)
    if (start.reset) await this.#send(`event: reset\nid: ${seq}\ndata: {"seq":${seq}}\n\n`)
    let lastWord = clock()
    while (!this.#ended) {
      this.#awake = false
      const stretch = await this.#parts.after(seq)
      let heard = stretch.events.filter((event) => this.#parts.mayHear(event))
      const silent = clock() - lastWord >= timing.heartbeat
      if (heard.length > 0 || silent) {
        if (!(await this.#welcome())) return
        // Being welcome still, a listener may be allowed less than it was a moment ago.
        heard = stretch.events.filter((event) => this.#parts.mayHear(event))
      }
      for (const { seq: id, event } of heard) await this.#send(`id: ${id}\ndata: ${JSON.stringify(event)}\n\n`)
      if (heard.length === 0 && silent) await this.#send(': still here\n\n')
      if (heard.length > 0 || silent) lastWord = clock()
      seq = stretch.end
      if (!stretch.more) await this.#sleep(timing.heartbeat - (clock() - lastWord))
    }
  }

  async #welcome(): Promise<boolean> {
    try {
      await this.#parts.stillWelcome()
      return !this.#ended
    } catch {
      return false
    }
  }

  async #send(text: string): Promise<void> {
    await this.#writer.write(new TextEncoder().encode(text))
  }

  #wake(): void {
    this.#awake = true
    this.#wakeUp()
  }

  /** Until woken, or until it is time for a heartbeat. */
  async #sleep(milliseconds: number): Promise<void> {
    if (this.#awake || this.#ended) return
    let timer: ReturnType<typeof setTimeout> | undefined
    await new Promise<void>((resolve) => {
      this.#wakeUp = resolve
      timer = setTimeout(resolve, Math.max(0, milliseconds))
    })
    clearTimeout(timer)
    this.#wakeUp = () => {}
  }
}
