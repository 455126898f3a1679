import type { Handlers } from '../../handle/handlers.ts'
import type { Services } from '../../services.ts'
import { findTicket } from '../store.ts'
import { visibleTicket } from '../visible-ticket.ts'
import { withAttachments } from '../with-attachments.ts'
import { type Acting, applyAction } from './apply-action.ts'
import { effectOf } from './effects.ts'

export function actionHandlers(services: Services): Pick<Handlers, 'actOnTicket'> {
  const { book, database } = services
  return {
    actOnTicket: {
      kind: 'write',
      // A merge tells of two tickets.
      needs: { events: 2 },
      async write(context, { params, body }, writing) {
        const { principal } = context
        const { tx, tenant, now, eventSeq } = writing
        const ticket = await visibleTicket(tx, context, params.ticketId)
        const { action } = body
        const service = await (action.action === 'reopen'
          ? book.ofReopened(tx, tenant, ticket)
          : book.of(tx, tenant, ticket))
        const acting: Acting = { writing, ticket, service, actor: principal, role: principal.role }
        let audit: Readonly<Record<string, unknown>> = {}
        const { after, audience } = await applyAction(
          acting,
          action.action,
          async () => {
            const effect = await effectOf(acting, action)
            audit = effect.audit ?? {}
            return effect
          },
          action,
        )
        await writing.appendEvent({ type: 'ticket.updated', ticketId: ticket.id, audience })
        if (action.action === 'merge') {
          await writing.appendEvent({ type: 'ticket.updated', ticketId: action.into, audience })
        }
        // Whoever it was given to has a name.
        const [row] =
          after.assignee_id === ticket.assignee_id ? [after] : await findTicket(tx, { tenant, id: ticket.id })
        const [answer] = await withAttachments(tx, tenant, [row!], now)
        return {
          audit: { action: `ticket.${action.action}`, details: { ticket: ticket.id, event: eventSeq, ...audit } },
          body: answer!,
        }
      },
      async authorizeReplay(context, { params }) {
        await visibleTicket(database.reader, context, params.ticketId)
      },
    },
  }
}
