import type { TicketAction } from '@aftercare/protocol'
import type { AuthorizedContext, WriteHandlers } from '../../handle/handlers.ts'
import type { Services } from '../../services.ts'
import type { Queryable } from '../../storage/prepared.ts'
import { findTicket } from '../store.ts'
import { checkActing, isVisible, visibleTicket } from '../visible-ticket.ts'
import { withAttachments } from '../with-attachments.ts'
import { type Acting, applyAction } from './apply-action.ts'
import { effectOf } from './effects.ts'
import { refused } from './refused.ts'

/** A ticket that an action names besides its own is one that the caller sees, or it is as if there were none. */
async function checkTarget(tx: Queryable, context: AuthorizedContext, action: TicketAction): Promise<void> {
  const [member, id] =
    action.action === 'merge'
      ? (['into', action.into] as const)
      : action.action === 'link' || action.action === 'unlink'
        ? (['ticket', action.ticket] as const)
        : []
  if (member === undefined) return
  const [other] = await findTicket(tx, { tenant: context.principal.tenant, id })
  if (!other || !(await isVisible(tx, context, other))) throw refused(member)
}

const endsOwnWatching = (action: TicketAction, caller: string): boolean =>
  action.action === 'unwatch' && (action.person ?? caller) === caller

export function actionHandlers(services: Services): WriteHandlers<'actOnTicket'> {
  const { book, database } = services
  return {
    actOnTicket: {
      kind: 'write',
      // A merge tells of two tickets, a closing also of an article.
      needs: { events: 2 },
      async write(context, { params, body }, writing) {
        const { principal } = context
        const { tx, tenant, now, eventSeq } = writing
        const ticket = await visibleTicket(tx, context, params.ticketId)
        const { action } = body
        const service = await (action.action === 'reopen'
          ? book.ofReopened(tx, tenant, ticket)
          : book.of(tx, tenant, ticket))
        if (!endsOwnWatching(action, principal.id)) await checkActing(tx, context, ticket)
        const acting: Acting = { writing, ticket, service, actor: principal, role: principal.role }
        let audit: Readonly<Record<string, unknown>> = {}
        const { after, audience } = await applyAction(
          acting,
          action.action,
          async () => {
            await checkTarget(tx, context, action)
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
