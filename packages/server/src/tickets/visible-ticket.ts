import type { AuthorizedContext } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import type { Queryable } from '../storage/prepared.ts'
import { findTicket, type TicketRow } from './store.ts'
import { noTies, type SeenTicket, seesTicket } from './visibility.ts'
import { tiesOf } from './visibility-store.ts'

type Caller = Pick<AuthorizedContext, 'principal' | 'sight'>

/**
 * The ticket, if the caller may know that it exists.
 *
 * @throws ProblemError not_found, in the same words whether it is another's or nobody's
 */
export async function visibleTicket(db: Queryable, caller: Caller, id: string): Promise<TicketRow> {
  const [row] = await findTicket(db, { tenant: caller.principal.tenant, id })
  if (!row || !(await isVisible(db, caller, row))) throw new ProblemError('not_found')
  return row
}

/** Whether the caller may know of a ticket that was found. */
export async function isVisible(
  db: Queryable,
  { principal, sight: sightIn }: Caller,
  ticket: SeenTicket & { readonly id: string },
): Promise<boolean> {
  const sight = await sightIn(db)
  if (seesTicket(sight, ticket, noTies)) return true
  return seesTicket(sight, ticket, await tiesOf(db, { tenant: principal.tenant, ticket: ticket.id }))
}

/**
 * Whoever only watches a ticket reads it, replies, and may stop watching; what becomes of it is not theirs to say.
 *
 * @throws ProblemError forbidden
 */
export async function checkActing(db: Queryable, { sight: sightIn }: Caller, ticket: SeenTicket): Promise<void> {
  const sight = await sightIn(db)
  if (sight.side === 'requester' && !seesTicket(sight, ticket, noTies)) throw new ProblemError('forbidden')
}
