import {
  type ActionName,
  type Actor,
  type CloseReason,
  checkGuards,
  type GuardFacts,
  type Priority,
  type TicketAction,
  type TicketStatus,
  transition,
} from '@aftercare/protocol'
import type { SlaClock } from '@aftercare/protocol/sla'
import { ProblemError } from '../../handle/problem-error.ts'
import type { Writing } from '../../journal/write.ts'
import type { CompiledService } from '../../service/compiled-service.ts'
import { recountClocks } from '../../sla/recount.ts'
import { type EntryActor, isForStaff, type NewEntry, recordHistory } from '../history/entry.ts'
import { type TicketChange, type TicketRow, updateTicket } from '../store.ts'
import { reminderDue, silenceOf } from './silence-rule.ts'
import { tellPeople } from './tell-people.ts'

/** One ticket under somebody's hands, within a transaction. */
export interface Acting {
  readonly writing: Writing
  readonly ticket: TicketRow
  /** The service that the ticket is handled under, from now on if it was another version before. */
  readonly service: CompiledService
  /** Null: the service itself, by its rules. */
  readonly actor: EntryActor
  readonly role: Actor
}

/** What an action does besides the status that the lifecycle gives. */
export interface Effect {
  readonly change?: TicketChange
  readonly entries: readonly NewEntry[]
  /** Ids and settings for the audit log. */
  readonly audit?: Readonly<Record<string, unknown>>
}

/** Entries that say by themselves where the ticket now stands. */
const sayTheStatus: ReadonlySet<NewEntry['type']> = new Set(['resolved', 'rejected', 'reopened', 'closed'])

/** @throws ProblemError forbidden, ticket_closed, action_not_possible: what the lifecycle says */
export function allowedTransition({ ticket, role }: Pick<Acting, 'ticket' | 'role'>, name: ActionName) {
  const found = transition(ticket.status as TicketStatus, name, role)
  if (!found.allowed) throw new ProblemError(found.code)
  return found
}

/**
 * The way of everything that is done with a ticket: lifecycle → guards → effect → row, history, mails, clocks, event.
 * Nothing changes a ticket past it.
 *
 * @returns the ticket afterwards, and who may hear of it
 * @throws ProblemError what lifecycle, guards and effect refuse it with
 */
export async function applyAction(
  acting: Acting,
  name: ActionName,
  effect: () => Promise<Effect>,
  action?: TicketAction,
): Promise<{ readonly after: TicketRow; readonly audience: 'everyone' | 'staff' }> {
  const { writing, ticket, service, actor } = acting
  const { to, guards, audience } = allowedTransition(acting, name)
  const failure = checkGuards(guards, guardFacts(acting, action))
  if (failure) throw new ProblemError(failure.code, 'errors' in failure ? { errors: failure.errors } : {})
  const { change = {}, entries } = await effect()
  const from = ticket.status as TicketStatus
  const said = entries.some(({ type }) => sayTheStatus.has(type))
  const moved: readonly NewEntry[] =
    from === to || said ? [] : [{ type: 'status_changed', from, to, reason: reasonOf(action) }]
  const all = [...entries, ...moved]
  const seen = audience === 'everyone' && all.some(({ type }) => !isForStaff(type))
  const { tx, tenant, now, eventSeq } = writing
  await recordHistory(writing, ticket.id, actor, all)
  await tellPeople(acting, all)
  // An answer on what is resolved gives the customer something to read: the days of silence begin anew.
  const news = name === 'agent_reply' && to === 'resolved' && silenceFrom(acting)
  // What only staff may know of must not show in the times and positions that customers see.
  const told = seen ? { updated_at: now, changed_seq: eventSeq } : {}
  const { version } = service.definition
  const moves = version !== ticket.service_version && { service_version: version }
  const set = { ...change, ...moves, ...(from !== to && passage(acting, to)), ...news, ...told }
  if (Object.keys(set).length > 0) await updateTicket(tx, { tenant, id: ticket.id }, set)
  const priority = (set.priority ?? ticket.priority) as Priority | null
  const clocks: readonly SlaClock[] = all.every(({ type }) => isForStaff(type))
    ? JSON.parse(ticket.clocks)
    : await recountClocks(tx, { tenant, ticket: ticket.id, priority, service, now })
  const after = { ...ticket, ...(set as Partial<TicketRow>), clocks: JSON.stringify(clocks) }
  return { after, audience: seen ? 'everyone' : 'staff' }
}

/** What a ticket remembers of where it stands, and forgets once it has left. */
function passage(acting: Acting, to: TicketStatus): TicketChange {
  const { now } = acting.writing
  if (to === 'closed') return { status: to, closed_at: now, silence_at: null }
  const open = { status: to, closed_at: null, close_reason: null, merged_into: null }
  if (to === 'resolved') return { ...open, resolved_at: now, ...silenceFrom(acting) }
  return { ...open, resolved_at: null, closes_at: null, silence_at: null }
}

/** From now on the customer's word is awaited, and nothing has been announced. */
function silenceFrom({ writing, ticket, service }: Acting): TicketChange {
  return { closes_at: null, silence_at: reminderDue(service, ticket.type, writing.now) }
}

function reasonOf(action: TicketAction | undefined): string | null {
  return action && 'reason' in action ? (action.reason ?? null) : null
}

function guardFacts({ writing, ticket, service, actor }: Acting, action: TicketAction | undefined): GuardFacts {
  const { closure } = service.definition
  const type = service.type(ticket.type)
  const resolving = action?.action === 'resolve' ? action : undefined
  return {
    now: writing.now,
    side: actor?.side ?? 'system',
    needs: type?.problem ? closure.problemsNeed : [],
    summary: {
      cause: resolving?.cause ?? ticket.cause,
      solution: resolving?.solution ?? ticket.solution,
      prevention: resolving?.prevention ?? ticket.prevention,
    },
    closeReason: ticket.close_reason as CloseReason | null,
    closedAt: ticket.closed_at,
    reopenWithinDays: closure.reopenWithinDays,
    silenceDays: silenceOf(service, ticket.type)?.closeAfterDays ?? null,
    closesAt: ticket.closes_at,
  }
}
