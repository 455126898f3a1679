import { findStaff, teamsOf } from '../../identity/store.ts'
import { mayHandle } from '../visibility.ts'
import type { Acting } from './apply-action.ts'
import { refused } from './refused.ts'

/** Roles that tickets can be given to. */
const workers: readonly string[] = ['agent', 'lead', 'manager']

/** Whether the service has such a team, and a ticket of the type may be its. */
export function maySee({ service }: Pick<Acting, 'service'>, team: string, type: string): boolean {
  const seeing = service.type(type)?.visibility.teams
  return service.definition.teams.some(({ id }) => id === team) && (!seeing || seeing.includes(team))
}

/** @throws ProblemError where the service has no such team, or one that may not see the ticket's type */
export function checkTeam(acting: Pick<Acting, 'service'>, team: string, type: string): void {
  if (!maySee(acting, team, type)) throw refused('team')
}

/** @throws ProblemError where there is no such staff member, none who works tickets, or none whom the type is for */
export async function checkAssignee({ writing, ticket, service }: Acting, assignee: string): Promise<void> {
  const staff = await findStaff(writing.tx, { tenant: writing.tenant, id: assignee })
  if (!staff || staff.offboarded_at !== null || !workers.includes(staff.role)) throw refused('assignee')
  const type = service.type(ticket.type)
  if (type && !mayHandle({ role: staff.role, teams: teamsOf(staff) }, type)) throw refused('assignee')
}
