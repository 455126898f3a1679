import type { AuthorizedContext } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import type { Queryable } from '../storage/prepared.ts'
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
  if (!row || (reach === 'own' && row.requester_id !== principal.id)) throw new ProblemError('not_found')
  return row
}
