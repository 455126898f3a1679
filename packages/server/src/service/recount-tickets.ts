import type { Priority } from '@aftercare/protocol'
import type { SlaClock } from '@aftercare/protocol/sla'
import { type Journal, type Writing, write } from '../journal/write.ts'
import { recountClocks } from '../sla/recount.ts'
import type { Database } from '../storage/database.ts'
import { reminderDue } from '../tickets/actions/silence-rule.ts'
import { recordHistory } from '../tickets/history/entry.ts'
import { type TicketChange, updateTicket } from '../tickets/store.ts'
import type { CompiledService } from './compiled-service.ts'
import { keepRecount, recountOf, tenantsToRecount, ticketsAfter } from './recount-store.ts'
import type { ServiceBook } from './service-book.ts'

/** Tickets of one transaction: few, because the tenant's other writes wait for it. */
const batch = 20

type Row = Awaited<ReturnType<typeof ticketsAfter>>[number]

interface Recounting {
  readonly database: Database
  readonly journal: Journal
  readonly book: ServiceBook
  readonly hub?: { notify(tenant: string): void }
}

/**
 * Puts the open tickets of every tenant that published a version under that version, as far as that has not been done:
 * their whole history is read by the new targets, pauses and calendars. What has fired stays fired; what is newly
 * passed is left to the sweep. A ticket whose type the version does not have keeps its own.
 */
export async function recountTickets(recounting: Recounting, isStopped: () => boolean = () => false): Promise<void> {
  for (const { tenant } of await tenantsToRecount(recounting.database.reader, {})) {
    while (!isStopped() && (await recountBatch(recounting, tenant))) recounting.hub?.notify(tenant)
  }
}

/** Another process has finished it: nothing is written. */
class NothingLeft extends Error {}

/** @returns whether there may be more */
export async function recountBatch({ journal, book }: Recounting, tenant: string): Promise<boolean> {
  try {
    return await write(journal, { tenant, actor: 'service', needs: { events: batch } }, async (writing) => {
      const { tx, eventSeq } = writing
      const [job] = await recountOf(tx, { tenant })
      if (!job) throw new NothingLeft()
      const rows = await ticketsAfter(tx, { tenant, after: job.after_id, limit: batch })
      const service = await book.current(tx, tenant)
      const moved: string[] = []
      const told: string[] = []
      for (const row of rows) {
        if (row.status === 'closed' || row.service_version === service.definition.version) continue
        if (!service.type(row.type)) continue
        const before = await book.of(tx, tenant, row)
        const seen = await moveTicket({ ...writing, eventSeq: eventSeq + told.length }, row, before, service)
        moved.push(row.id)
        if (seen) told.push(row.id)
      }
      const last = rows.length === batch ? rows.at(-1)!.id : null
      await keepRecount(tx, tenant, last)
      const details = { version: service.definition.version, tickets: moved, told }
      return { audit: { action: 'service.recounted', details }, result: last !== null }
    })
  } catch (error) {
    if (error instanceof NothingLeft) return false
    throw error
  }
}

/** @returns whether anything is promised otherwise than before, which the ticket's timeline then says */
async function moveTicket(
  writing: Writing,
  row: Row,
  before: CompiledService,
  service: CompiledService,
): Promise<boolean> {
  const { tx, tenant, now, eventSeq } = writing
  const { version } = service.definition
  const priority = row.priority as Priority | null
  const clocks = await recountClocks(tx, { tenant, ticket: row.id, priority, service, now })
  const seen = promised(JSON.parse(row.clocks)) !== promised(clocks)
  const change: TicketChange = { service_version: version, ...silenceUnder(before, service, row) }
  await updateTicket(tx, { tenant, id: row.id }, { ...change, ...(seen && { updated_at: now, changed_seq: eventSeq }) })
  if (!seen) return false
  await recordHistory(writing, row.id, null, [{ type: 'service_changed', version }])
  await writing.appendEvent({ type: 'ticket.updated', ticketId: row.id, audience: 'everyone' })
  return true
}

/** What is still owed, and when: equal texts mean that nobody waits for anything else than before. */
function promised(clocks: readonly SlaClock[]): string {
  const owed = clocks.filter((clock) => !('stoppedAt' in clock) || clock.stoppedAt === null)
  return JSON.stringify(
    owed.map((clock) => [
      clock.clock,
      clock.generation,
      'target' in clock ? clock.target : null,
      'due' in clock ? clock.due : null,
      clock.state === 'paused' ? clock.remaining : null,
    ]),
  )
}

/** An end that was announced stays as it was told, unless tickets like this are not closed by silence any more. */
function silenceUnder(before: CompiledService, service: CompiledService, row: Row): TicketChange {
  if (row.status !== 'resolved' || row.resolved_at === null) return {}
  const waited = reminderDue(before, row.type, 0)
  const since = row.silence_at === null || waited === null ? row.resolved_at : row.silence_at - waited
  const reminder = reminderDue(service, row.type, since)
  if (reminder === null) return { closes_at: null, silence_at: null }
  return row.closes_at === null ? { silence_at: reminder } : {}
}
