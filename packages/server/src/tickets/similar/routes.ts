import type { Handlers } from '../../handle/handlers.ts'
import { recordRead } from '../../identity/record-read.ts'
import type { Services } from '../../services.ts'
import { filterOf } from '../queues/filter.ts'
import { listTickets } from '../queues/list-store.ts'
import { visibleTicket } from '../visible-ticket.ts'
import { withAttachments } from '../with-attachments.ts'
import { rankSimilar } from './rank-similar.ts'

/** Open tickets that are looked at, last changed first, and of those how many are answered. */
const lookedAt = 200
const answered = 10
/** What has less in common than this is a coincidence. */
const leastLikeness = 0.15

export function similarHandlers(services: Services): Pick<Handlers, 'findSimilar'> {
  const { reader } = services.database
  return {
    findSimilar: {
      kind: 'read',
      async read(context, { params }) {
        const { tenant } = context.principal
        const ticket = await visibleTicket(reader, context, params.ticketId)
        // Only these can be merged, and only these does the other's requester know of.
        const { account, requester_id: requester } = ticket
        const of = account === null ? { requester } : { account }
        const filter = filterOf(context, await context.sight(reader), { ...of, open: 'true' })
        const found = await listTickets(reader, { filter, order: 'changed', after: undefined, limit: lookedAt })
        const likely = rankSimilar(
          ticket,
          found.filter(({ id }) => id !== ticket.id),
        )
          .filter(({ likeness }) => likeness >= leastLikeness)
          .slice(0, answered)
        const rows = likely.map(({ candidate }) => candidate)
        await recordRead(services, context, 'findSimilar', { ticket: ticket.id, tickets: rows.map(({ id }) => id) })
        const tickets = await withAttachments(reader, tenant, rows, context.now)
        return {
          items: likely.map(({ candidate, likeness, shared }, index) => ({
            ...{ ticket: tickets[index]!, likeness, shared: [...shared] },
            sameRequester: candidate.requester_id === requester,
          })),
        }
      },
    },
  }
}
