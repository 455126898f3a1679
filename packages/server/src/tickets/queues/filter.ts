import type { FieldError, TicketFilters, TicketStatus } from '@aftercare/protocol'
import type { AuthorizedContext } from '../../handle/handlers.ts'
import { ProblemError } from '../../handle/problem-error.ts'
import type { Sight } from '../visibility.ts'

/** Which tickets are meant, of those that the caller may see. Undefined members narrow nothing. */
export interface TicketFilter {
  readonly tenant: string
  /** Only what this caller sees. */
  readonly sight: Sight
  readonly requester: string | undefined
  readonly account: string | undefined
  readonly statuses: readonly TicketStatus[] | undefined
  readonly open: boolean | undefined
  readonly type: string | undefined
  readonly priority: string | undefined
  readonly team: string | undefined
  /** Null: nobody's. */
  readonly assignee: string | null | undefined
  /** Milliseconds. */
  readonly dueBefore: number | undefined
  /** What the tickets' texts have to have. */
  readonly search: string | undefined
}

/** Members that only the provider's side may narrow by: what they tell is not in a customer's ticket. */
const staffOnly = ['team', 'assignee'] as const

/** @throws ProblemError validation_failed */
export function filterOf(
  { principal }: Pick<AuthorizedContext, 'principal'>,
  sight: Sight,
  query: TicketFilters,
): TicketFilter {
  const { side, tenant, id } = principal
  if (side !== 'agent') {
    const errors = staffOnly.flatMap((member): FieldError[] =>
      query[member] === undefined ? [] : [{ pointer: `/query/${member}`, code: 'not_allowed' }],
    )
    if (errors.length > 0) throw new ProblemError('validation_failed', { errors })
  }
  const { status, open, assignee, due, q, requester, account, type, priority, team } = query
  return {
    ...{ tenant, sight, requester, account, type, priority, team },
    // The schema has let nothing else through.
    statuses: status === undefined ? undefined : (status.split(',') as TicketStatus[]),
    open: open === undefined ? undefined : open === 'true',
    assignee: assignee === 'none' ? null : assignee === 'me' ? id : assignee,
    dueBefore: due === undefined ? undefined : Date.parse(due),
    search: q,
  }
}
