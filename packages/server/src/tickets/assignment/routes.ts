import type { Handlers } from '../../handle/handlers.ts'
import { recordRead } from '../../identity/record-read.ts'
import type { Services } from '../../services.ts'
import { visibleTicket } from '../visible-ticket.ts'
import { rankStaff, reasonsOf } from './choose-assignee.ts'

export function assignmentHandlers(services: Services): Pick<Handlers, 'rankAssignees'> {
  const { reader } = services.database
  return {
    rankAssignees: {
      kind: 'read',
      async read(context, { params }) {
        const { tenant } = context.principal
        const ticket = await visibleTicket(reader, context, params.ticketId)
        const service = await services.book.of(reader, tenant, ticket)
        const ranked = await rankStaff(reader, { tenant, now: context.now }, service, ticket)
        await recordRead(services, context, 'rankAssignees', { ticket: ticket.id })
        return {
          items: ranked.map((candidate) => ({
            person: { id: candidate.id, name: candidate.name },
            suitable: candidate.suitable,
            reasons: reasonsOf(candidate),
          })),
        }
      },
    },
  }
}
