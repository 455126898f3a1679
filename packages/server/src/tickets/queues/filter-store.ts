import { sql } from 'kysely'
import type { Queryable } from '../../storage/prepared.ts'
import { havingTerms } from '../search/store.ts'
import type { TicketSelect } from '../store.ts'
import type { TicketFilter } from './filter.ts'

/** Written out, not bound: a database uses an index over open tickets only where it can read that they are meant. */
const isOpen = sql<boolean>`t.status <> 'closed'`

/** The tickets that fit, whatever their texts: one function for lists and counts alike. */
export function ticketsThat(db: Queryable, filter: TicketFilter): TicketSelect {
  const all = db.selectFrom('tickets as t').where('t.tenant', '=', filter.tenant)
  return [byStatus, byKind, byPeople].reduce((select, narrowed) => narrowed(select, filter), all)
}

function byStatus(select: TicketSelect, { statuses, open }: TicketFilter): TicketSelect {
  let found = select
  if (open === true || (statuses && !statuses.includes('closed'))) found = found.where(isOpen)
  if (open === false) found = found.where('t.status', '=', 'closed')
  const [only, ...others] = statuses ?? []
  if (only === undefined) return found
  return others.length === 0 ? found.where('t.status', '=', only) : found.where('t.status', 'in', [only, ...others])
}

function byKind(select: TicketSelect, { type, priority, dueBefore }: TicketFilter): TicketSelect {
  let found = select
  if (type !== undefined) found = found.where('t.type', '=', type)
  if (priority !== undefined) found = found.where('t.priority', '=', priority)
  if (dueBefore !== undefined) found = found.where('t.next_due_at', '<', dueBefore)
  return found
}

function byPeople(select: TicketSelect, { own, requester, account, team, assignee }: TicketFilter): TicketSelect {
  let found = select
  if (own !== undefined) found = found.where('t.requester_id', '=', own)
  if (requester !== undefined) found = found.where('t.requester_id', '=', requester)
  if (account !== undefined) found = found.where('t.account', '=', account)
  if (team !== undefined) found = found.where('t.team', '=', team)
  if (assignee === null) found = found.where('t.assignee_id', 'is', null)
  else if (assignee !== undefined) found = found.where('t.assignee_id', '=', assignee)
  return found
}

/** Those of them whose texts have what is looked for; `few`: so few that they are best taken all at once. */
export async function ticketsThatSay(
  db: Queryable,
  filter: TicketFilter,
): Promise<{ readonly tickets: TicketSelect; readonly few: boolean }> {
  const { tenant, own, requester, search } = filter
  const tickets = ticketsThat(db, filter)
  if (!search) return { tickets, few: false }
  // One person's tickets are few already: each is asked whether it has the words.
  return havingTerms(db, tickets, tenant, search, own !== undefined || requester !== undefined)
}
