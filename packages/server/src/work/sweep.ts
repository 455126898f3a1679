import { type AuditNote, type Writing, write } from '../journal/write.ts'
import type { Services } from '../services.ts'
import { isLockTimeout } from '../storage/lock-timeout.ts'
import { findTicket, type TicketRow } from '../tickets/store.ts'
import { claimDue, type DueColumn, tenantsWithDue } from './due-store.ts'

/** What the service does by its own rules when a ticket's time has come. */
export interface Duty {
  readonly column: DueColumn
  /** Within the transaction that claimed the ticket; leaves the column later than now, or null. */
  act(writing: Writing, ticket: TicketRow): Promise<AuditNote>
}

export type SweepServices = Pick<Services, 'database' | 'journal' | 'hub' | 'clock' | 'log'>

/** A ticket's, and that of an article that comes of its closing. */
const eventsOfTurn = 2

/** Somebody else has done what was due: nothing is written. */
class NothingDue extends Error {}

/** Tickets of one tenant before the next tenant has its turn. */
const turnsInARow = 50

/** A ticket whose turn failed waits so long for the next, and does not hold up the others (milliseconds). */
const patience = 10 * 60_000

/**
 * Does everything of one kind that is due, ticket by ticket, each in a transaction of its own that begins with the
 * claim: what a crash cuts off has not happened, and is due again at once. Any number of processes may do it.
 */
export class Sweep {
  readonly #services: SweepServices
  readonly #duty: Duty
  /** Tickets whose turn failed, by tenant and id, and until when they wait. */
  readonly #aside = new Map<string, number>()

  constructor(services: SweepServices, duty: Duty) {
    this.#services = services
    this.#duty = duty
  }

  /** @param isStopped asked between tickets, so that whoever stops need not wait for a long backlog */
  async run(isStopped: () => boolean = () => false): Promise<void> {
    const { database, clock, hub } = this.#services
    const now = clock()
    for (const [key, until] of this.#aside) if (until <= now || until > now + patience) this.#aside.delete(key)
    const waiting = new Set(await tenantsWithDue(database.reader, this.#duty.column, now))
    // In rounds, so that one tenant's backlog does not keep the others waiting.
    while (waiting.size > 0 && !isStopped()) {
      for (const tenant of waiting) {
        let turns = turnsInARow
        while (turns > 0 && !isStopped() && (await this.#next(tenant))) {
          hub.notify(tenant)
          turns -= 1
        }
        if (turns > 0) waiting.delete(tenant)
      }
    }
  }

  /** @returns whether there may be more */
  async #next(tenant: string): Promise<boolean> {
    const { database, journal, log } = this.#services
    const { column, act } = this.#duty
    const claimed: { ticket?: string } = {}
    try {
      await write(journal, { tenant, actor: 'service', needs: { events: eventsOfTurn } }, async (writing) => {
        const { tx, now } = writing
        const due = await claimDue(tx, database.kind, column, { tenant, now, limit: this.#aside.size + 1 })
        const id = due.find((each) => !this.#aside.has(`${tenant} ${each}`))
        if (id === undefined) throw new NothingDue()
        claimed.ticket = id
        const [ticket] = await findTicket(tx, { tenant, id })
        return { audit: await act(writing, ticket!), result: undefined }
      })
      return true
    } catch (error) {
      if (error instanceof NothingDue) return false
      const { ticket } = claimed
      // A lock that was not had says nothing about the ticket: it is tried again at the next look.
      if (isLockTimeout(error)) {
        log.warn({ tenant, error: String(error) }, 'what is due waits: the database is busy')
        return false
      }
      log.error({ tenant, ticket, error: String(error) }, 'what was due could not be done')
      if (ticket === undefined) return false
      this.#aside.set(`${tenant} ${ticket}`, journal.clock() + patience)
      return true
    }
  }
}
