import type { AuthorizedContext } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import type { Queryable } from '../storage/prepared.ts'
import { findWatcher } from './actions/parts-store.ts'
import { findTicket, type TicketRow } from './store.ts'

/**
 * The ticket, if the caller may know that it exists.
 *
 * @throws ProblemError not_found, in the same words whether it is another's or nobody's
 */
export async function visibleTicket(
  db: Queryable,
  { principal, reach }: Pick<AuthorizedContext, 'principal' | 'reach'>,
  id: string,
): Promise<TicketRow> {
  const [row] = await findTicket(db, { tenant: principal.tenant, id })
  const seen = row && (reach !== 'own' || row.requester_id === principal.id || (await watches(db, principal, id)))
  if (!seen) throw new ProblemError('not_found')
  return row
}

/** Whoever was let in to watch sees the ticket as its requester does. */
async function watches(db: Queryable, { tenant, id: person }: { tenant: string; id: string }, ticket: string) {
  return (await findWatcher(db, { tenant, ticket, person })).length > 0
}
