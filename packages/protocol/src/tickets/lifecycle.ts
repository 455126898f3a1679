import type { ServiceRole } from '../service/roles.ts'
import type { TicketStatus } from './ticket-status.ts'

/** Whoever acts on a ticket: somebody with a role, or the service itself by its rules. */
export type Actor = ServiceRole | 'system'

/** What must hold besides the status; `checkGuards` says whether it does. */
export type Guard = 'closure_summary' | 'reopen_window' | 'silence_allowed' | 'silence_announced'

interface Rule {
  readonly actors: readonly Actor[]
  /** Where the action leads from each status in which it is possible; from the others it is refused. */
  readonly moves: Readonly<Partial<Record<TicketStatus, TicketStatus>>>
  readonly guards?: readonly Guard[]
  /** `staff`: neither the action nor that it happened reaches a customer. */
  readonly audience?: 'everyone' | 'staff'
}

/** The customer's side, as far as it may change something. */
const customers = ['requester', 'account_admin', 'partner'] as const
const workers = ['agent', 'lead', 'manager'] as const
const leaders = ['lead', 'manager'] as const
const system = ['system'] as const

const stay = (...statuses: readonly TicketStatus[]) =>
  Object.fromEntries(statuses.map((status) => [status, status])) as Rule['moves']
const lead = (to: TicketStatus, ...from: readonly TicketStatus[]) =>
  Object.fromEntries(from.map((status) => [status, to])) as Rule['moves']

const waiting = ['waiting_on_requester', 'waiting_on_third_party'] as const
const open = ['new', 'triaged', 'in_progress', ...waiting] as const
const all = [...open, 'resolved', 'closed'] as const

/** Work that begins with the action, where nobody had begun it. */
const beginning: Rule['moves'] = { ...stay('in_progress', ...waiting), ...lead('in_progress', 'new', 'triaged') }

/**
 * What may be done with a ticket: by whom, in which status, and where it leads. `resolved` is the provider's claim;
 * `closed` needs the requester's word, or silence that was announced. One table, read by both sides.
 */
export const lifecycle = {
  // The customer's side.
  requester_reply: {
    actors: customers,
    moves: {
      ...stay('new', 'triaged', 'in_progress', 'waiting_on_third_party'),
      ...lead('in_progress', 'waiting_on_requester', 'resolved'),
    },
  },
  correct: { actors: customers, moves: stay(...open) },
  withdraw: { actors: customers, moves: lead('closed', ...open) },
  verify: { actors: customers, moves: lead('closed', 'resolved') },
  reject: { actors: customers, moves: lead('in_progress', 'resolved') },
  accept_visit: { actors: customers, moves: stay(...open) },
  sign_visit: { actors: customers, moves: stay(...open, 'resolved') },

  // Both sides.
  reopen: { actors: [...customers, ...workers], moves: lead('in_progress', 'closed'), guards: ['reopen_window'] },
  watch: { actors: [...customers, ...workers], moves: stay(...all) },
  unwatch: { actors: [...customers, ...workers], moves: stay(...all) },

  // The provider's side.
  agent_reply: { actors: workers, moves: { ...beginning, ...stay('resolved') } },
  note: { actors: workers, moves: stay(...all), audience: 'staff' },
  triage: { actors: workers, moves: lead('triaged', 'new') },
  retriage: { actors: leaders, moves: stay('triaged', 'in_progress', ...waiting) },
  claim: { actors: workers, moves: { ...stay('triaged', 'in_progress', ...waiting), ...lead('triaged', 'new') } },
  // The service itself takes back what somebody had in hand who has left.
  assign: {
    actors: [...leaders, ...system],
    moves: { ...stay('triaged', 'in_progress', ...waiting, 'resolved'), ...lead('triaged', 'new') },
  },
  start: { actors: workers, moves: lead('in_progress', 'new', 'triaged', ...waiting) },
  wait_for_requester: {
    actors: workers,
    moves: lead('waiting_on_requester', 'new', 'triaged', 'in_progress', 'waiting_on_third_party'),
  },
  wait_for_third_party: {
    actors: workers,
    moves: lead('waiting_on_third_party', 'new', 'triaged', 'in_progress', 'waiting_on_requester'),
  },
  name_date: { actors: workers, moves: stay(...open) },
  analyse: { actors: workers, moves: stay(...open, 'resolved'), audience: 'staff' },
  progress: { actors: workers, moves: beginning },
  set_workaround: { actors: workers, moves: { ...beginning, ...stay('resolved') } },
  set_permanent_fix: { actors: workers, moves: { ...beginning, ...stay('resolved') } },
  resolve: { actors: workers, moves: lead('resolved', ...open), guards: ['closure_summary'] },
  take_back: { actors: workers, moves: lead('in_progress', 'resolved') },
  merge: { actors: workers, moves: lead('closed', ...open, 'resolved') },
  mark_spam: { actors: leaders, moves: lead('closed', ...open) },
  link: { actors: workers, moves: stay(...all), audience: 'staff' },
  unlink: { actors: workers, moves: stay(...all), audience: 'staff' },
  add_task: { actors: workers, moves: stay(...open, 'resolved'), audience: 'staff' },
  finish_task: { actors: workers, moves: stay(...all), audience: 'staff' },
  offer_visit: { actors: workers, moves: beginning },
  start_visit: { actors: workers, moves: beginning },
  stop_visit: { actors: workers, moves: stay(...open) },
  report_visit: { actors: workers, moves: stay(...open, 'resolved') },

  // The service's own rules.
  announce_closure: { actors: system, moves: stay('resolved'), guards: ['silence_allowed'] },
  close_for_silence: { actors: system, moves: lead('closed', 'resolved'), guards: ['silence_announced'] },
} as const satisfies Record<string, Rule>

export type ActionName = keyof typeof lifecycle
export const actionNames = Object.keys(lifecycle) as readonly ActionName[]

/** Why an action is refused, as the problem codes of the wire say it. */
export type Refusal = 'forbidden' | 'ticket_closed' | 'action_not_possible'

export type Transition =
  | {
      readonly allowed: true
      readonly to: TicketStatus
      readonly guards: readonly Guard[]
      readonly audience: 'everyone' | 'staff'
    }
  | { readonly allowed: false; readonly code: Refusal }

/** Total: every status, action and actor has an effect or a refusal. */
export function transition(status: TicketStatus, action: ActionName, actor: Actor): Transition {
  const { actors, moves, guards = [], audience = 'everyone' }: Rule = lifecycle[action]
  if (!actors.includes(actor)) return { allowed: false, code: 'forbidden' }
  const to = moves[status]
  if (to) return { allowed: true, to, guards, audience }
  return { allowed: false, code: status === 'closed' ? 'ticket_closed' : 'action_not_possible' }
}

/** What this actor can do now, guards aside: what a widget offers. */
export function possibleActions(status: TicketStatus, actor: Actor): readonly ActionName[] {
  return actionNames.filter((action) => transition(status, action, actor).allowed)
}

/** Who is expected to do something next; nobody once a ticket is closed. */
export function expectedNext(status: TicketStatus): 'provider' | 'requester' | 'third_party' | 'nobody' {
  switch (status) {
    case 'waiting_on_requester':
    case 'resolved':
      return 'requester'
    case 'waiting_on_third_party':
      return 'third_party'
    case 'closed':
      return 'nobody'
    default:
      return 'provider'
  }
}
