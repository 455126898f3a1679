import {
  type AssignmentCandidate,
  type AssignmentNeeds,
  type Priority,
  type RankedCandidate,
  rankCandidates,
} from '@aftercare/protocol'
import { routeTicket, type TicketFacts } from '@aftercare/protocol/service'
import { businessCalendar, nextOpening } from '@aftercare/protocol/sla'
import { teamsOf } from '../../identity/store.ts'
import { findAccount } from '../../people/account-store.ts'
import type { CompiledService } from '../../service/compiled-service.ts'
import type { Queryable } from '../../storage/prepared.ts'
import type { NewEntry } from '../history/entry.ts'
import { componentOf } from '../raise.ts'
import type { TicketRow } from '../store.ts'
import { mayHandle } from '../visibility.ts'
import { openTicketsByStaff, workersAt } from './store.ts'

/** What of a ticket says who should have it. */
export type AssignedTicket = Pick<TicketRow, 'type' | 'priority' | 'channel' | 'locale' | 'fields' | 'team' | 'account'>

/** What the ticket needs of whoever takes it: what the routing rule that sent it to its team asks for. */
function needsOf(service: CompiledService, ticket: AssignedTicket, tier: TicketFacts['tier']): AssignmentNeeds {
  const { type } = ticket
  const fields: Record<string, unknown> = JSON.parse(ticket.fields)
  const component = componentOf(service, { type, fields })
  const routed = routeTicket(service.definition, {
    ...{ type, priority: (ticket.priority ?? 'normal') as Priority, language: ticket.locale },
    ...{ channel: ticket.channel as TicketFacts['channel'], fields },
    ...(component !== undefined && { component }),
    ...(tier !== undefined && { tier }),
  })
  // A person sent it elsewhere: what the rules know of another team says nothing about this one.
  const { role, skills } = routed.team === ticket.team ? routed : { role: null, skills: [] }
  return { team: ticket.team, role: role ?? null, skills, language: ticket.locale }
}

/** Everybody who works tickets and whom the ticket's type is for, best first. `now` in milliseconds. */
export async function rankStaff(
  db: Queryable,
  { tenant, now }: At,
  service: CompiledService,
  ticket: AssignedTicket,
): Promise<readonly (RankedCandidate & { readonly name: string })[]> {
  const load = await openTicketsByStaff(db, tenant)
  const type = service.type(ticket.type)
  const workers = (await workersAt(db, { tenant, now })).filter(
    ({ role, teams }) => !type || mayHandle({ role, teams: teamsOf({ teams }) }, type),
  )
  const names = new Map(workers.map(({ id, name }) => [id, name]))
  const atWork = workingAt(now)
  const candidates = workers.map((worker): AssignmentCandidate => {
    const { id, role, skills, languages } = worker
    return {
      ...{ id, role, teams: teamsOf(worker), skills: JSON.parse(skills), languages: JSON.parse(languages) },
      ...{ atWork: atWork(worker.working_hours), openTickets: load.get(id) ?? 0 },
    }
  })
  const [customer] = ticket.account === null ? [] : await findAccount(db, { tenant, id: ticket.account })
  return rankCandidates(needsOf(service, ticket, customer?.tier), candidates).map((ranked) => ({
    ...ranked,
    name: names.get(ranked.id) ?? '',
  }))
}

/** Where and when it is asked. */
interface At {
  readonly tenant: string
  /** Milliseconds. */
  readonly now: number
}

/** Whether hours, as they are kept of a staff member, are now; each calendar is read once. Without hours: always. */
function workingAt(now: number): (hours: string | null) => boolean {
  const known = new Map<string, boolean>()
  return (hours) => {
    if (hours === null) return true
    const open = known.get(hours) ?? nextOpening(businessCalendar(JSON.parse(hours)), now).instant === now
    known.set(hours, open)
    return open
  }
}

/** Whom the rules give a ticket to, and the entry that tells of it. */
export interface Choice {
  readonly assignee: string
  readonly name: string
  readonly entry: NewEntry
}

/** Undefined where nobody is suitable. */
export async function chooseAssignee(
  db: Queryable,
  at: At,
  service: CompiledService,
  ticket: AssignedTicket,
): Promise<Choice | undefined> {
  const ranked = await rankStaff(db, at, service, ticket)
  const [best] = ranked
  if (!best?.suitable) return undefined
  const { id: assignee, name } = best
  const candidates = ranked.filter(({ suitable }) => suitable).length
  return { assignee, name, entry: { type: 'assigned', assignee, choice: { candidates, reasons: reasonsOf(best) } } }
}

/** Whom a new ticket is given to at once, where the service says so. */
export async function chooseAtArrival(
  db: Queryable,
  at: At,
  service: CompiledService,
  ticket: AssignedTicket,
): Promise<Choice | undefined> {
  return service.definition.routing.assign === 'automatic' ? chooseAssignee(db, at, service, ticket) : undefined
}

/** As the wire has them: lists that may be changed. */
export const reasonsOf = ({ reasons }: RankedCandidate) =>
  reasons.map((reason) => ('missing' in reason ? { ...reason, missing: [...reason.missing] } : { ...reason }))
