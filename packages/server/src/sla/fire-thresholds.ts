import type { Priority } from '@aftercare/protocol'
import { type SlaClock, type Threshold, thresholdKey, untriagedPriority } from '@aftercare/protocol/sla'
import type { AuditNote, Writing } from '../journal/write.ts'
import type { CompiledService } from '../service/compiled-service.ts'
import { isForStaff, type NewEntry, recordHistory } from '../tickets/history/entry.ts'
import { wholeHistory } from '../tickets/history/store.ts'
import { type TicketRow, updateTicket } from '../tickets/store.ts'
import { nextDue, readTicketClocks } from './read-ticket-clocks.ts'
import { firedOf, insertFired, setClocks } from './store.ts'

/** More is left to the next turn, so that one transaction stays short and a history page keeps its places. */
const mostAtOnce = 40

/** From whom to whom an escalation climbs. */
const layers = ['owner', 'lead', 'manager', 'management'] as const

/** Whom the rules of the service tell of a share of a clock's target at this priority, nearest first. */
export function notifiedOf(
  { definition }: CompiledService,
  priority: Priority | null,
  { clock, share }: Pick<Threshold, 'clock' | 'share'>,
): readonly string[] {
  const told = definition.escalation
    .filter(({ at, clocks }) => at === share && clocks.includes(clock))
    .filter(({ priorities }) => priorities === undefined || priorities.includes(priority ?? untriagedPriority))
    .flatMap(({ notify }) => notify)
  return layers.filter((layer) => told.includes(layer))
}

function entriesOf(service: CompiledService, priority: Priority | null, threshold: Threshold): NewEntry[] {
  const { clock, generation, share } = threshold
  const notified = [...notifiedOf(service, priority, threshold)]
  const entries: NewEntry[] = share === 1 ? [{ type: 'breached', clock, generation }] : []
  if (notified.length > 0) entries.push({ type: 'escalated', clock, generation, share, notified })
  return entries
}

/**
 * Reads a ticket's clocks anew and tells of every share of a target that has passed since, once for ever: on the
 * timeline, in the stream of events, and in the audit log. A share that no rule names is noted as fired and told to
 * nobody, save the breach.
 */
export async function fireThresholds(
  writing: Writing,
  ticket: TicketRow,
  service: CompiledService,
): Promise<AuditNote> {
  const { tx, tenant, now, eventSeq } = writing
  const of = { tenant, ticket: ticket.id }
  const before = new Set((await firedOf(tx, of)).map((row) => thresholdKey({ ...row, clock: asClock(row.clock) })))
  const priority = ticket.priority as Priority | null
  const reading = readTicketClocks(service, priority, await wholeHistory(tx, of), now, before)
  const turn = reading.newlyPassed.slice(0, mostAtOnce)
  const fired: Threshold[] = []
  for (const threshold of turn) {
    const { clock, generation, share } = threshold
    if ((await insertFired(tx, { ...of, clock, generation, share, now })).length > 0) fired.push(threshold)
  }
  const entries = fired.flatMap((threshold) => entriesOf(service, priority, threshold))
  await recordHistory(writing, ticket.id, null, entries)
  const wakeAt = reading.newlyPassed.length > turn.length ? now : reading.wakeAt
  const { clocks } = reading
  await setClocks(tx, { ...of, clocks: JSON.stringify(clocks), wakeAt, nextDueAt: nextDue(clocks) })
  const seen = entries.some(({ type }) => !isForStaff(type))
  if (seen) await updateTicket(tx, { tenant, id: ticket.id }, { updated_at: now, changed_seq: eventSeq })
  if (entries.length > 0) {
    const audience = seen ? 'everyone' : 'staff'
    await writing.appendEvent({ type: 'ticket.updated', ticketId: ticket.id, audience })
  }
  return {
    action: 'sla.fired',
    details: { ticket: ticket.id, event: eventSeq, thresholds: fired.map(thresholdKey) },
  }
}

const asClock = (clock: string) => clock as SlaClock['clock']
