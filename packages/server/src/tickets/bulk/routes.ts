import type { BulkOutcome, TicketId, TicketStatus } from '@aftercare/protocol'
import type { Handlers, WriteHandlers } from '../../handle/handlers.ts'
import { ProblemError } from '../../handle/problem-error.ts'
import { withinSavepoint } from '../../storage/savepoint.ts'

/** Positions that an action takes: a merge tells of two tickets. */
const eventsOfAction = 2

/**
 * One action for many tickets, in one transaction, so that one key stands for all of it and equal requests hold the
 * same outcome. Each ticket has a savepoint: what one is refused for is undone for that one.
 */
export function bulkHandlers({ actOnTicket }: WriteHandlers<'actOnTicket'>): Pick<Handlers, 'actOnTickets'> {
  return {
    actOnTickets: {
      kind: 'write',
      needs: ({ body }) => ({ events: body.tickets.length * eventsOfAction }),
      async write(context, { body }, writing) {
        const { id, action } = body
        const items: BulkOutcome['items'] = []
        for (const [index, ticketId] of [...new Set<TicketId>(body.tickets)].entries()) {
          const part = writing.part(index * eventsOfAction)
          const input = { params: { ticketId }, query: undefined, body: { id, action } }
          try {
            const done = await withinSavepoint(writing.tx, () => actOnTicket.write(context, input, part))
            items.push({ ticketId, outcome: 'done', status: done.body.status as TicketStatus })
          } catch (error) {
            if (!(error instanceof ProblemError)) throw error
            const { code, errors } = error
            items.push({ ticketId, outcome: 'refused', code, ...(errors && { errors: [...errors] }) })
          }
        }
        const done = items.flatMap(({ outcome, ticketId }) => (outcome === 'done' ? [ticketId] : []))
        const refused = items.length - done.length
        return { audit: { action: `tickets.${action.action}`, details: { tickets: done, refused } }, body: { items } }
      },
      // Holds ids and codes, of tickets that the caller has named.
      async authorizeReplay() {},
    },
  }
}
