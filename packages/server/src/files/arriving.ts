interface Arrival {
  readonly abort: AbortController
  readonly done: Promise<void>
}

/**
 * One request at a time for each upload. Who comes later has most likely lost the connection of the one before, whom
 * the server may go on believing in for minutes: that one is ended, keeps what it has got, and makes room. Between
 * processes the condition on the upload's row decides.
 */
export class Arriving {
  readonly #arrivals = new Map<string, Arrival>()

  async alone<Result>(id: string, work: (ended: AbortSignal) => Promise<Result>): Promise<Result> {
    for (let other = this.#arrivals.get(id); other; other = this.#arrivals.get(id)) {
      other.abort.abort()
      await other.done
    }
    const abort = new AbortController()
    const run = work(abort.signal)
    const done = run.then(
      () => {},
      () => {},
    )
    this.#arrivals.set(id, { abort, done })
    try {
      return await run
    } finally {
      this.#arrivals.delete(id)
    }
  }
}
