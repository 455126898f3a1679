import type { Fix, Priority, TicketAction } from '@aftercare/protocol'
import { checkFields, type ServiceRole } from '@aftercare/protocol/service'
import { ProblemError } from '../../handle/problem-error.ts'
import { chooseAssignee } from '../assignment/choose-assignee.ts'
import type { NewEntry } from '../history/entry.ts'
import type { TicketChange } from '../store.ts'
import type { Acting, Effect } from './apply-action.ts'
import { checkAssignee, checkTeam } from './check-destination.ts'
import type { ActionOf, Effects } from './effects.ts'
import { narrowCircle } from './narrow-circle.ts'
import { refused } from './refused.ts'

/** What a person decided about type, priority and team; each change is told for itself. */
async function decide(acting: Acting, action: ActionOf<'triage' | 'retriage'>): Promise<Effect> {
  const { ticket, service } = acting
  const { type = ticket.type, priority = ticket.priority, team = ticket.team, reason = null } = action
  if (!service.type(type)) throw refused('type')
  if (team !== null) checkTeam(acting, team, type)
  const decided: NewEntry[] = []
  if (type !== ticket.type) decided.push({ type: 'type_changed', from: ticket.type, to: type })
  if (priority !== ticket.priority) {
    decided.push({
      type: 'priority_changed',
      from: ticket.priority as Priority | null,
      to: priority as Priority,
      reason,
    })
  }
  if (team !== ticket.team) decided.push({ type: 'team_changed', from: ticket.team, to: team, reason })
  const triaged: NewEntry = { type: 'triaged', ticketType: type, priority: priority as Priority | null, reason }
  const narrowed: Effect = type === ticket.type ? { entries: [] } : await narrowCircle(acting, { type, team })
  return {
    change: { type, priority, team, ...narrowed.change },
    entries: [...(action.action === 'triage' ? [triaged] : []), ...decided, ...narrowed.entries],
    audit: { type, priority, team, ...narrowed.audit },
  }
}

/** To whom the rules find best; whoever names somebody as well contradicts them. */
async function assignByRules(
  { writing, ticket, service }: Acting,
  named: Pick<ActionOf<'assign'>, 'team' | 'assignee'>,
): Promise<Effect> {
  if (named.team !== undefined) throw refused('team')
  if (named.assignee !== undefined) throw refused('assignee')
  const choice = await chooseAssignee(writing.tx, writing, service, ticket)
  if (!choice) throw refused('by')
  const { assignee } = choice
  const entries = assignee === ticket.assignee_id ? [] : [choice.entry]
  return { change: { assignee_id: assignee }, entries, audit: { assignee, by: 'rules' } }
}

const waiting = async (): Promise<Effect> => ({ entries: [] })

function fixed(
  { writing }: Acting,
  column: 'workaround' | 'permanent_fix',
  { fix }: Extract<TicketAction, { action: 'set_workaround' | 'set_permanent_fix' }>,
): Effect {
  const kept: Fix = { ...fix, updatedAt: new Date(writing.now).toISOString() }
  const change: TicketChange = { [column]: JSON.stringify(kept) }
  return { change, entries: [{ type: column, ...fix }], audit: { state: fix.state } }
}

/** All answers, with these to questions that only the provider's side is asked: how bad, how much work. */
function withAssessed({ ticket, service, role }: Acting, given: Readonly<Record<string, unknown>>): object {
  const asked = new Map(service.type(ticket.type)?.fields.map((field) => [field.id, field]))
  for (const id of Object.keys(given)) {
    if (!asked.get(id)?.visibleTo?.includes(role as ServiceRole)) throw refused(`fields/${id}`)
  }
  const fields = { ...JSON.parse(ticket.fields), ...given }
  const errors = checkFields(service.definition, ticket.type, fields, role as ServiceRole)
    // What else the ticket says, or leaves unsaid, is its requester's.
    .filter(({ pointer }) => Object.hasOwn(given, pointer.split('/')[2] ?? ''))
    .map((error) => ({ ...error, pointer: `/action${error.pointer}` }))
  if (errors.length > 0) throw new ProblemError('validation_failed', { errors })
  return fields
}

export const workEffects: Effects<
  | 'triage'
  | 'retriage'
  | 'claim'
  | 'assign'
  | 'start'
  | 'wait_for_requester'
  | 'wait_for_third_party'
  | 'name_date'
  | 'analyse'
  | 'progress'
  | 'set_workaround'
  | 'set_permanent_fix'
> = {
  triage: async (acting, action) => decide(acting, action),
  retriage: async (acting, action) => decide(acting, action),

  async claim({ actor, ticket }) {
    if (!actor || ticket.assignee_id === actor.id) return { entries: [] }
    return { change: { assignee_id: actor.id }, entries: [{ type: 'assigned', assignee: actor.id }] }
  },

  async assign(acting, { team, assignee, by, reason = null }) {
    const { ticket } = acting
    if (by === 'rules') return assignByRules(acting, { team, assignee })
    if (team === undefined && assignee === undefined) throw refused('assignee', 'required')
    if (team !== undefined) checkTeam(acting, team, ticket.type)
    if (typeof assignee === 'string') await checkAssignee(acting, assignee)
    const entries: NewEntry[] = []
    if (team !== undefined && team !== ticket.team) {
      entries.push({ type: 'team_changed', from: ticket.team, to: team, reason })
    }
    if (assignee !== undefined && assignee !== ticket.assignee_id) entries.push({ type: 'assigned', assignee })
    return {
      change: { ...(team !== undefined && { team }), ...(assignee !== undefined && { assignee_id: assignee }) },
      entries,
      audit: { team, assignee },
    }
  },

  start: waiting,
  wait_for_requester: waiting,
  wait_for_third_party: waiting,

  async name_date({ writing }, { date }) {
    const at = Date.parse(date)
    if (at <= writing.now) throw refused('date')
    return { change: { named_date: at }, entries: [{ type: 'date_named', date }], audit: { date } }
  },

  async analyse(acting, { cause = null, fields = {}, text }) {
    const assessed = Object.keys(fields)
    return {
      change: {
        ...(cause !== null && { suspected_cause: cause }),
        ...(assessed.length > 0 && { fields: JSON.stringify(withAssessed(acting, fields)) }),
      },
      entries: [{ type: 'analysed', cause, fields: assessed, text }],
      audit: { cause, fields: assessed },
    }
  },

  progress: async (_, { text }) => ({ entries: [{ type: 'progressed', text }] }),

  set_workaround: async (acting, action) => fixed(acting, 'workaround', action),
  set_permanent_fix: async (acting, action) => fixed(acting, 'permanent_fix', action),
}
