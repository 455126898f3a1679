import type { Reach, StaffRole } from '@aftercare/protocol/permissions'
import type { ServiceDefinition, TicketTypeDefinition } from '@aftercare/protocol/service'
import type { Principal } from '../identity/principal.ts'

// The one place that says who sees which tickets. `seesTicket` says it of one, `visibility-store.ts` says the same in
// SQL for lists; a property test holds the two to each other.

/** What of a tenant's service decides who sees what. */
export interface VisibilityRules {
  /** Every type there ever was, by the newest version that has it. */
  readonly types: readonly Pick<TicketTypeDefinition, 'id' | 'visibility'>[]
  readonly teams: readonly Pick<ServiceDefinition['teams'][number], 'id' | 'under'>[]
}

/** Which tickets a caller sees, worked out once per request from its role, its reach and the service's rules. */
export type Sight =
  | {
      readonly side: 'requester'
      readonly person: string
      /** The account whose tickets it may watch. */
      readonly account: string | null
      /** Accounts all of whose tickets it sees. */
      readonly accounts: readonly string[]
      /** Types that on this side nobody but the requester sees. */
      readonly hidden: readonly string[]
    }
  | {
      readonly side: 'agent'
      readonly staff: string
      /** Teams whose tickets it sees; null: everybody's. */
      readonly teams: readonly string[] | null
      /** Types that are not for it. */
      readonly hidden: readonly string[]
    }

/** What of a ticket decides who sees it. */
export interface SeenTicket {
  readonly requester_id: string
  readonly account: string | null
  readonly type: string
  readonly team: string | null
  readonly assignee_id: string | null
}

/** Who has to do with a ticket besides: who watches it, and whom its open sub-tasks are for. */
export interface Ties {
  readonly watchers: readonly string[]
  readonly tasks: readonly { readonly team: string | null; readonly assignee_id: string | null }[]
}

export const noTies: Ties = { watchers: [], tasks: [] }

export function sightOf(principal: Principal, reach: Reach, rules: VisibilityRules): Sight {
  if (principal.side === 'requester') {
    const { id: person, account, served } = principal
    const accounts = reach === 'served' ? served : reach === 'account' && account !== null ? [account] : []
    const hidden = rules.types.filter(({ visibility }) => visibility.customer === 'requester').map(({ id }) => id)
    return { side: 'requester', person, account, accounts, hidden }
  }
  const { id: staff, role } = principal
  const teams = reach === 'tenant' || principal.teams === null ? null : teamsReached(rules, role, principal.teams)
  const hidden = rules.types.filter((type) => !mayHandle(principal, type)).map(({ id }) => id)
  return { side: 'agent', staff, teams, hidden }
}

/**
 * Whether a type is for a staff member at all. A type for some teams is for their own members: to be above a team, or
 * to audit everything, does not make one of it. The whole desk is every team.
 */
export function mayHandle(
  { role, teams }: { readonly role: StaffRole; readonly teams: readonly string[] | null },
  { visibility }: Pick<TicketTypeDefinition, 'visibility'>,
): boolean {
  if (visibility.roles && !visibility.roles.includes(role)) return false
  if (!visibility.teams) return true
  return teams === null ? role !== 'auditor' : teams.some((team) => visibility.teams?.includes(team))
}

/** Whether two tickets may be linked or merged: what few may see is not named where others look. */
export function mayNameEachOther(
  { types }: { readonly types: VisibilityRules['types'] },
  one: string,
  other: string,
): boolean {
  const circle = (id: string) => {
    const { roles = [], teams = [] } = types.find((type) => type.id === id)?.visibility ?? {}
    return JSON.stringify([[...roles].sort(), [...teams].sort()])
  }
  return circle(one) === circle(other)
}

/** A manager answers for the teams below its own as well; a team that is below itself ends nothing. */
function teamsReached({ teams }: VisibilityRules, role: StaffRole, own: readonly string[]): readonly string[] {
  const reached = new Set(own)
  if (role !== 'manager') return [...reached]
  for (const above of reached) for (const { id, under } of teams) if (under === above) reached.add(id)
  return [...reached]
}

/** Whether a caller sees a ticket, with what ties it to others. Pure. */
export function seesTicket(sight: Sight, ticket: SeenTicket, { watchers, tasks }: Ties): boolean {
  const { account, type, team, assignee_id: assignee } = ticket
  if (sight.side === 'requester') {
    if (ticket.requester_id === sight.person) return true
    if (sight.hidden.includes(type) || account === null) return false
    // Whoever left the account watches its tickets no longer.
    return sight.accounts.includes(account) || (account === sight.account && watchers.includes(sight.person))
  }
  const { staff, teams, hidden } = sight
  if (hidden.includes(type)) return false
  // With no team it is everybody's, so that none is lost.
  if (teams === null || team === null || teams.includes(team) || assignee === staff) return true
  return tasks.some((task) => task.assignee_id === staff || (task.team !== null && teams.includes(task.team)))
}
