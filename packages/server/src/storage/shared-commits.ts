import type { ControlledTransaction, Kysely, Transaction } from 'kysely'
import type { Schema } from './schema.ts'

type Work = (tx: Transaction<Schema>) => Promise<unknown>

interface Waiting {
  readonly work: Work
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

type Outcome = { readonly value: unknown } | { readonly error: unknown }

/** More would only make the first of them wait. */
const largestBatch = 64

/**
 * Calls back when whoever has something to write in this turn of the event loop has come as far as its write: in Node
 * `setImmediate`, after the poll phase, when every request whose bytes are there has been looked at.
 */
export type Later = (callback: () => void) => void

/**
 * Writes that arrive in the same turn of the event loop share one commit, so that the disk is waited for once. Each
 * has a savepoint of its own: one that throws undoes itself and nobody else. Nobody hears of success before the
 * commit; when the commit fails, all hear of that.
 */
export class SharedCommits {
  readonly #kysely: Kysely<Schema>
  #waiting: Waiting[] = []
  readonly #later: Later
  #busy = false

  constructor(kysely: Kysely<Schema>, later: Later) {
    this.#kysely = kysely
    this.#later = later
  }

  transact<Result>(work: (tx: Transaction<Schema>) => Promise<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as (value: unknown) => void, reject })
      this.#schedule()
    })
  }

  #schedule(): void {
    if (this.#busy) return
    this.#busy = true
    this.#later(() => void this.#drain())
  }

  async #commit(batch: readonly Waiting[]): Promise<Outcome[]> {
    const tx = await this.#kysely.startTransaction().execute()
    try {
      const outcomes = await runAll(tx, batch)
      await tx.commit().execute()
      return outcomes
    } catch (error) {
      if (!tx.isCommitted) await tx.rollback().execute()
      throw error
    }
  }

  async #drain(): Promise<void> {
    const batch = this.#waiting.splice(0, largestBatch)
    try {
      const outcomes = await this.#commit(batch)
      for (const [index, outcome] of outcomes.entries()) settle(batch[index]!, outcome)
    } catch (error) {
      for (const waiting of batch) waiting.reject(error)
    }
    this.#busy = false
    if (this.#waiting.length > 0) this.#schedule()
  }
}

async function runAll(tx: ControlledTransaction<Schema>, batch: readonly Waiting[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const { work } of batch) {
    const saved = await tx.savepoint('work').execute()
    try {
      outcomes.push({ value: await work(saved) })
    } catch (error) {
      // Fails where the database has already undone the whole transaction; then nobody's work remains.
      await saved.rollbackToSavepoint('work').execute()
      outcomes.push({ error })
    }
    await saved.releaseSavepoint('work').execute()
  }
  return outcomes
}

function settle({ resolve, reject }: Waiting, outcome: Outcome): void {
  if ('error' in outcome) reject(outcome.error)
  else resolve(outcome.value)
}
