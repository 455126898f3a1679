import type { CloseReason, Priority, TicketStatus } from '@aftercare/protocol'
import { readClocks, type SlaClock, type SlaEvent, type SlaReading } from '@aftercare/protocol/sla'
import type { CompiledService } from '../service/compiled-service.ts'

/** A row of a ticket's history, as far as clocks look at it. */
export interface ClockedEntry {
  readonly at: number
  readonly actor_side: 'requester' | 'agent' | null
  readonly type: string
  readonly data: string
}

/** What an entry says to the clocks; most say nothing. */
export function slaEvents({ at, actor_side: side, type, data }: ClockedEntry): readonly SlaEvent[] {
  // Written by `recordHistory`, whose types say what each entry holds.
  const said = () => JSON.parse(data) as Readonly<Record<string, unknown>>
  switch (type) {
    case 'raised':
      return [{ at, type: 'raised' }]
    case 'sorted':
      return [{ at, type: 'prioritized', priority: said()['priority'] as Priority }]
    case 'priority_changed':
      return [{ at, type: 'prioritized', priority: said()['to'] as Priority }]
    case 'replied':
      return [{ at, type: side === 'agent' ? 'agent_replied' : 'requester_wrote' }]
    // Each tells the requester in the ticket how it goes on, so it is an answer.
    case 'progressed':
    case 'workaround':
    case 'permanent_fix':
    case 'visit_offered':
      return [{ at, type: 'agent_replied' }]
    case 'status_changed': {
      const status = said()['to'] as Exclude<TicketStatus, 'closed'>
      const moved: SlaEvent = { at, type: 'status_changed', status }
      // What is waited for is asked with it.
      return status === 'waiting_on_requester' ? [{ at, type: 'agent_replied' }, moved] : [moved]
    }
    case 'resolved':
      return [{ at, type: 'status_changed', status: 'resolved' }]
    case 'rejected':
      return [
        { at, type: 'requester_wrote' },
        { at, type: 'status_changed', status: 'in_progress' },
      ]
    case 'reopened':
      return [{ at, type: 'status_changed', status: 'in_progress' }]
    case 'closed':
      return [{ at, type: 'closed', reason: said()['reason'] as CloseReason }]
    case 'date_named':
      return [{ at, type: 'date_named', date: Date.parse(String(said()['date'])) }]
    default:
      return []
  }
}

/** Where a ticket's promises stand, read from its history by the service it is handled under. */
export function readTicketClocks(
  service: CompiledService,
  priority: Priority | null,
  history: readonly ClockedEntry[],
  now: number,
  fired: ReadonlySet<string>,
): SlaReading {
  const calendar = service.calendar(priority)
  // All of it has happened, also what was written before the machine's clock was put back.
  const read = history.reduce((latest, { at }) => Math.max(latest, at), now)
  return readClocks({ history: history.flatMap(slaEvents), policy: service.policy, calendar, now: read, fired })
}

/** The latest run of each clock, in the order of `clocks`. */
export function latestRuns(clocks: readonly SlaClock[]): readonly SlaClock[] {
  return clocks.filter(
    (each) => !clocks.some((other) => other.clock === each.clock && other.generation > each.generation),
  )
}

/** When nothing is due of a ticket: later than every instant. */
export const neverDue = Number.MAX_SAFE_INTEGER

/** The next instant by which something is owed, or was: a broken promise stays due until it is kept. */
export function nextDue(clocks: readonly SlaClock[]): number {
  const owed = latestRuns(clocks).map((clock) =>
    clock.state === 'running' || (clock.state === 'breached' && clock.stoppedAt === null) ? clock.due : neverDue,
  )
  return Math.min(neverDue, ...owed)
}
