import type { Log } from '../../log.ts'
import type { Database } from '../../storage/database.ts'
import { inTime } from '../../work/in-time.ts'
import { tenantsByTickets } from './segment-store.ts'
import { TicketIndex } from './ticket-index.ts'

/** Tenants whose indexes are in memory at once, and tickets; the one that was asked about longest ago goes first. */
const mostTenants = 200
const mostTickets = 400_000

interface TicketSearchParts {
  readonly database: Database
  readonly log: Log
  /** How long a question waits for an index that is not there yet, in milliseconds. */
  readonly wait: number
}

/** The tickets of all tenants by their words. */
export class TicketSearch {
  readonly #parts: TicketSearchParts
  readonly #tenants = new Map<string, TicketIndex>()
  readonly #end = new AbortController()
  #tending = Promise.resolve()

  constructor(parts: TicketSearchParts) {
    this.#parts = parts
  }

  of(tenant: string): TicketIndex {
    const index = this.#tenants.get(tenant) ?? new TicketIndex(tenant, this.#end.signal)
    this.#tenants.delete(tenant)
    this.#tenants.set(tenant, index)
    const tickets = () => [...this.#tenants.values()].reduce((sum, { size }) => sum + size, 0)
    while (this.#tenants.size > mostTenants || (this.#tenants.size > 1 && tickets() > mostTickets)) {
      this.#tenants.delete(this.#tenants.keys().next().value!)
    }
    return index
  }

  /** @throws ProblemError unavailable: see `inTime` */
  soon<Result>(answer: Promise<Result>): Promise<Result> {
    return inTime({ wait: this.#parts.wait, signal: this.#end.signal }, answer)
  }

  /** Makes the indexes before anybody asks, those of the most tickets first, and keeps what was written. */
  prepare(): void {
    this.#tend(async () => {
      const { database, log } = this.#parts
      let tickets = 0
      for (const { tenant, ticket_number: count } of await tenantsByTickets(database.reader, mostTenants)) {
        if (tickets > 0 && tickets + count > mostTickets) continue
        tickets += count
        await this.of(tenant).tend(database)
      }
      if (tickets > 0) log.info({ tickets }, 'the search of tickets is prepared')
    })
  }

  /** Keeps what has changed much of the indexes that are there. */
  tend(): void {
    this.#tend(async () => {
      for (const index of [...this.#tenants.values()]) await index.tend(this.#parts.database)
    })
  }

  /** One after the other. */
  #tend(work: () => Promise<void>): void {
    const { signal } = this.#end
    this.#tending = this.#tending.then(work).catch((error: unknown) => {
      if (!signal.aborted) this.#parts.log.error({ error: String(error) }, 'the search of tickets was not kept')
    })
  }

  /** Ends what is being made. Resolves when nothing reads the database any more. */
  async close(): Promise<void> {
    this.#end.abort()
    await this.#tending
  }
}
