/** What takes the blocks of a stream of events. */
export interface Outlet {
  /** @returns whether it takes more: what it is given all the same waits in it */
  write(block: Uint8Array): boolean
  /** After what waits. */
  end(): void
}

interface EventBodyParts {
  /** There is room again after a `write` that said there was none. */
  drained(): void
  /** Whoever listened has gone. */
  gone(): void
}

/** What waits for a reader that does not read, in bytes, before `write` says that there is no room. */
const patience = 64 * 1024

/**
 * The body of a stream of events. Whoever has the connection in hand takes the blocks from it directly: where thousands
 * hear the same at the same moment, a reader, its promises and its queue cost each of them more than the event itself.
 */
export class EventBody extends ReadableStream<Uint8Array> {
  readonly #parts: EventBodyParts
  readonly #queue: Queue
  #outlet: Outlet

  constructor(parts: EventBodyParts) {
    const queue = new Queue(parts)
    // What waits is counted here; the stream itself asks for a block when somebody reads.
    super(queue, { highWaterMark: 0 })
    this.#parts = parts
    this.#queue = queue
    this.#outlet = queue
  }

  /** @returns whether there is room for more; when not, `drained` is called once there is */
  write(block: Uint8Array): boolean {
    return this.#outlet.write(block)
  }

  end(): void {
    this.#outlet.end()
  }

  /**
   * From now on everything goes to this outlet, what waits first; nothing is read from the body any more, and cancelling
   * it says that the listener has gone.
   *
   * @returns what to call when the outlet has room again
   */
  divert(outlet: Outlet): () => void {
    const { drained } = this.#parts
    this.#outlet = outlet
    let room = true
    for (const block of this.#queue.takeAll()) room = outlet.write(block)
    // It may have ended before anybody had the connection in hand.
    if (this.#queue.ended) outlet.end()
    else if (room) drained()
    return drained
  }
}

/** Feeds the stream to whoever reads it. */
class Queue implements UnderlyingDefaultSource<Uint8Array>, Outlet {
  readonly #parts: EventBodyParts
  #controller!: ReadableStreamDefaultController<Uint8Array>
  #waiting: Uint8Array[] = []
  #bytes = 0
  /** A read waits for a block. */
  #asked = false
  /** After what waits comes nothing more. */
  ended = false

  constructor(parts: EventBodyParts) {
    this.#parts = parts
  }

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    this.#controller = controller
  }

  pull(controller: ReadableStreamDefaultController<Uint8Array>): void {
    const block = this.#waiting.shift()
    this.#asked = block === undefined
    if (!block) return
    const full = this.#bytes >= patience
    this.#bytes -= block.byteLength
    controller.enqueue(block)
    if (this.ended) this.#closeAfterLast()
    else if (full && this.#bytes < patience) this.#parts.drained()
  }

  cancel(): void {
    this.#parts.gone()
  }

  write(block: Uint8Array): boolean {
    if (this.#asked) {
      this.#asked = false
      this.#controller.enqueue(block)
      return true
    }
    this.#waiting.push(block)
    this.#bytes += block.byteLength
    return this.#bytes < patience
  }

  takeAll(): readonly Uint8Array[] {
    const all = this.#waiting
    this.#waiting = []
    this.#bytes = 0
    return all
  }

  end(): void {
    this.ended = true
    this.#closeAfterLast()
  }

  /** What waits stays here until it is read: an outlet may still come for it. */
  #closeAfterLast(): void {
    if (this.#waiting.length > 0) return
    try {
      this.#controller.close()
    } catch {
      // It was the listener who went.
    }
  }
}
