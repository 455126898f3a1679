import { ProblemError } from '../handle/problem-error.ts'
import { type AuditNote, type Journal, type Needs, type Writing, write } from '../journal/write.ts'
import { isLockTimeout } from '../storage/lock-timeout.ts'
import { findAnswer, insertAnswer } from './store.ts'

/** Tenant, principal, route and key: within it a key means one request. */
export interface Scope {
  readonly tenant: string
  readonly principal: string
  readonly route: string
  readonly key: string
}

/** A request that must have its effect once, however often it comes. */
export interface OnceRequest {
  readonly scope: Scope
  /** SHA-256 of what was asked for. */
  readonly fingerprint: string
  readonly status: number
  readonly needs: Needs
  /** The domain write; what it throws is answered and not stored. */
  work(writing: Writing): Promise<{ audit: AuditNote; body: unknown }>
  /** May the caller still have the stored answer? Throws a ProblemError when not. */
  authorizeReplay(): Promise<void>
}

export interface OnceAnswer {
  readonly status: number
  /** JSON text. */
  readonly body: string
  readonly replayed: boolean
}

/** Thrown inside the transaction, so that it leaves no trace; caught right outside of it. */
class AnsweredMeanwhile extends Error {}

/**
 * Runs writes so that equal requests have one effect and one answer. The key's row, the domain write, its event,
 * its audit entry and the answer are one transaction; whoever comes second reads the stored answer. Requests with
 * a key that is being worked on in this process wait for its outcome; in another process, the tenant's counter
 * row makes them wait.
 */
export class Once {
  readonly #journal: Journal
  readonly #inFlight = new Map<string, Promise<void>>()
  readonly #patience: number

  /** @param patience how long an equal request waits for the first one, in milliseconds */
  constructor(journal: Journal, patience: number) {
    this.#journal = journal
    this.#patience = patience
  }

  /** @throws ProblemError idempotency_in_flight, idempotency_mismatch, and those of the work */
  async answer(request: OnceRequest): Promise<OnceAnswer> {
    const place = JSON.stringify(Object.values(request.scope))
    const deadline = Date.now() + this.#patience
    for (let first = this.#inFlight.get(place); first; first = this.#inFlight.get(place)) {
      if (!(await settlesWithin(first, deadline - Date.now()))) throw inFlight()
      const stored = await this.#stored(request)
      if (stored) return stored
    }
    const run = this.#run(request)
    this.#inFlight.set(
      place,
      run.then(
        () => {},
        () => {},
      ),
    )
    try {
      return await run
    } finally {
      this.#inFlight.delete(place)
    }
  }

  async #run(request: OnceRequest): Promise<OnceAnswer> {
    const { scope, fingerprint, status, needs } = request
    const { tenant, principal, route, key } = scope
    try {
      const response = await write(this.#journal, { tenant, actor: principal, needs }, async (writing) => {
        const { audit, body } = await request.work(writing)
        const response = JSON.stringify(body)
        const row = { tenant, principal, route, key, fingerprint, status, response, created_at: writing.now }
        if ((await insertAnswer(writing.tx, row)).length === 0) throw new AnsweredMeanwhile()
        return { audit, result: response }
      })
      return { status, body: response, replayed: false }
    } catch (error) {
      // The work of an equal request that came first makes this one fail (its id is taken, its ticket closed):
      // the stored answer goes before any such reason.
      const waited = isLockTimeout(error)
      if (waited || error instanceof AnsweredMeanwhile || error instanceof ProblemError) {
        const stored = await this.#stored(request)
        if (stored) return stored
      }
      // Another process has held the tenant's row all the time, perhaps for this very request.
      throw waited ? inFlight() : error
    }
  }

  async #stored({ scope, fingerprint, authorizeReplay }: OnceRequest): Promise<OnceAnswer | undefined> {
    // Not from a replica or an older snapshot: the row that made this one lose must be seen.
    const [stored] = await findAnswer(this.#journal.database.reader, scope)
    if (!stored) return undefined
    if (stored.fingerprint !== fingerprint) throw new ProblemError('idempotency_mismatch')
    await authorizeReplay()
    return { status: stored.status, body: stored.response, replayed: true }
  }
}

const inFlight = () => new ProblemError('idempotency_in_flight', { headers: { 'Retry-After': '1' } })

async function settlesWithin(work: Promise<void>, milliseconds: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLong = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), Math.max(0, milliseconds))
  })
  const settled = await Promise.race([work.then(() => true as const), tooLong])
  clearTimeout(timer)
  return settled
}
