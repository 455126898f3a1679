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
import { tellPeople } from './tell-people.ts'

/** One ticket under somebody's hands, within a transaction. */
export interface Acting {
  readonly writing: Writing
  readonly ticket: TicketRow
  /** The service that the ticket is handled under. */
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
  // What only staff may know of must not show in the times and positions that customers see.
  const told = seen ? { updated_at: now, changed_seq: eventSeq } : {}
  const set = { ...change, ...(from !== to && passage(to, now)), ...told }
  if (Object.keys(set).length > 0) await updateTicket(tx, { tenant, id: ticket.id }, set)
  const priority = (set.priority ?? ticket.priority) as Priority | null
  const clocks: readonly SlaClock[] = all.every(({ type }) => isForStaff(type))
    ? JSON.parse(ticket.clocks)
    : await recountClocks(tx, { tenant, ticket: ticket.id, priority, service, now })
  const after = { ...ticket, ...(set as Partial<TicketRow>), clocks: JSON.stringify(clocks) }
  return { after, audience: seen ? 'everyone' : 'staff' }
}

/** What a ticket remembers of where it stands, and forgets once it has left. */
function passage(to: TicketStatus, now: number): TicketChange {
  if (to === 'closed') return { status: to, closed_at: now }
  const open = { status: to, closed_at: null, close_reason: null, merged_into: null, closes_at: null }
  return { ...open, resolved_at: to === 'resolved' ? now : null }
}

function reasonOf(action: TicketAction | undefined): string | null {
  return action && 'reason' in action ? (action.reason ?? null) : null
}

function guardFacts({ writing, ticket, service, actor }: Acting, action: TicketAction | undefined): GuardFacts {
  const { closure } = service.definition
  const type = service.type(ticket.type)
  const silent = closure.silence && !closure.silence.exceptTypes?.includes(ticket.type)
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
    silenceDays: silent ? (closure.silence?.closeAfterDays ?? null) : null,
    closesAt: ticket.closes_at,
  }
}
