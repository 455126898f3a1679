import { sql } from 'kysely'
import type { Queryable } from '../../storage/prepared.ts'
import type { NumberSet } from '../search/number-set.ts'
import { portionsOf } from '../search/portions.ts'
import type { TicketSelect } from '../store.ts'
import { inSight, ticketsBy, type Way, waysOf } from '../visibility-store.ts'
import type { TicketFilter } from './filter.ts'

/** What narrows, without who looks. */
export type Narrowing = Omit<TicketFilter, 'sight'>

/** Written out, not bound: a database uses an index over open tickets only where it can read that they are meant. */
export const isOpenTicket = sql<boolean>`t.status <> 'closed'`

/** Those of the tickets that fit, whatever their texts: one function for lists and counts alike. */
export function narrowed(tickets: TicketSelect, filter: Narrowing): TicketSelect {
  return [byStatus, byKind, byPeople].reduce((select, narrower) => narrower(select, filter), tickets)
}

function byStatus(select: TicketSelect, { statuses, open }: Narrowing): TicketSelect {
  let found = select
  if (open === true || (statuses && !statuses.includes('closed'))) found = found.where(isOpenTicket)
  if (open === false) found = found.where('t.status', '=', 'closed')
  const [only, ...others] = statuses ?? []
  if (only === undefined) return found
  return others.length === 0 ? found.where('t.status', '=', only) : found.where('t.status', 'in', [only, ...others])
}

function byKind(select: TicketSelect, { type, priority, dueBefore }: Narrowing): TicketSelect {
  let found = select
  if (type !== undefined) found = found.where('t.type', '=', type)
  if (priority !== undefined) found = found.where('t.priority', '=', priority)
  if (dueBefore !== undefined) found = found.where('t.next_due_at', '<', dueBefore)
  return found
}

function byPeople(select: TicketSelect, { requester, account, team, assignee }: Narrowing): TicketSelect {
  let found = select
  if (requester !== undefined) found = found.where('t.requester_id', '=', requester)
  if (account !== undefined) found = found.where('t.account', '=', account)
  if (team !== undefined) found = found.where('t.team', '=', team)
  if (assignee === null) found = found.where('t.assignee_id', 'is', null)
  else if (assignee !== undefined) found = found.where('t.assignee_id', '=', assignee)
  return found
}

const everything: Way = { kind: 'all', ids: [] }

/**
 * The ways in which the caller sees what is left after narrowing; null where that is so few that each ticket is best asked
 * whether it is seen.
 */
export function waysThrough({ sight, team, assignee, requester, account }: TicketFilter): readonly Way[] | null {
  const ways = waysOf(sight)
  if (sight.side === 'requester') {
    if (requester === sight.person) return ways.filter(({ kind }) => kind === 'own')
    return ways.filter(({ kind, ids }) => kind !== 'account' || account === undefined || ids[0] === account)
  }
  if (sight.teams === null || assignee === sight.staff) return [everything]
  if (team !== undefined) {
    const seen = sight.teams.includes(team)
    return seen ? [everything] : ways.filter(({ kind }) => kind !== 'team' && kind !== 'no_team')
  }
  return requester !== undefined || account !== undefined ? null : ways
}

/** The tickets that the caller sees and that fit, whatever their texts, in no order: for searches and counts. */
export function seenThat(db: Queryable, filter: TicketFilter): TicketSelect {
  const { sight, tenant } = filter
  const { hidden } = sight
  const ways = waysThrough(filter)
  const [first, ...others] = ways ?? []
  if (first && others.length === 0)
    return narrowed(ticketsBy(db, first.kind, { tenant, ids: first.ids, hidden }), filter)
  if (first && sight.side === 'requester') {
    // A customer's tickets are few: they are gathered from each way, and each is counted once.
    const idsOf = ({ kind, ids }: Way) => ticketsBy(db, kind, { tenant, ids, hidden }).select('t.id')
    const ids = others.reduce((all, way) => all.union(idsOf(way)), idsOf(first))
    const joined = db.selectFrom(ids.as('seen')).crossJoin('tickets as t').whereRef('t.id', '=', 'seen.id')
    // Nothing of the gathering is selected by anybody.
    return narrowed((joined as unknown as TicketSelect).where('t.tenant', '=', tenant), filter)
  }
  return narrowed(db.selectFrom('tickets as t').where('t.tenant', '=', tenant).where(inSight(sight, tenant)), filter)
}

/** Whether the caller sees any of these tickets. */
export async function seesAny(db: Queryable, { tenant, sight }: TicketFilter, numbers: NumberSet): Promise<boolean> {
  if (numbers.size === 0) return false
  if (sight.side === 'agent' && sight.teams === null && sight.hidden.length === 0) return true
  const all = db.selectFrom('tickets as t').where('t.tenant', '=', tenant)
  for await (const some of portionsOf(numbers, 16)) {
    const seen = all.where('t.number', 'in', some).where(inSight(sight, tenant)).select('t.number').limit(1)
    if ((await seen.execute()).length > 0) return true
  }
  return false
}
