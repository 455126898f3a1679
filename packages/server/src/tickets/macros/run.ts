import { deskLimits, fillPlaceholders, type Message, type MessageId, type Ticket } from '@aftercare/protocol'
import { textIn } from '@aftercare/protocol/service'
import type { Handlers, WriteHandlers } from '../../handle/handlers.ts'
import { ProblemError } from '../../handle/problem-error.ts'
import type { Services } from '../../services.ts'
import { visibleTicket } from '../visible-ticket.ts'
import { withAttachments } from '../with-attachments.ts'
import { actionsOf, knownMacro, repliesOf } from './routes.ts'

/** Positions that an action takes, wherever it stands. */
const eventsOfAction = 2

/**
 * Runs a macro as if its reply had been written and its actions taken one after the other, by the very same handlers,
 * in one transaction: all of it or nothing.
 */
export function macroRunHandlers(
  { book, database }: Services,
  { addMessage, actOnTicket }: WriteHandlers<'addMessage' | 'actOnTicket'>,
): Pick<Handlers, 'runMacro'> {
  return {
    runMacro: {
      kind: 'write',
      needs: { events: 1 + deskLimits.macroActions * eventsOfAction },
      async write(context, { params, body }, writing) {
        const { principal, now } = context
        const { tx, tenant } = writing
        const row = await visibleTicket(tx, context, params.ticketId)
        const macro = await knownMacro(tx, { tenant, id: body.macro }).catch(() => {
          throw new ProblemError('validation_failed', { errors: [{ pointer: '/macro', code: 'invalid' }] })
        })
        const replies = repliesOf(macro)
        let message: Message | null = null
        if (replies !== null) {
          const { definition } = await book.of(tx, tenant, row)
          const text = fillPlaceholders(textIn(replies, row.locale, definition.locales), {
            requester: row.requester_name ?? '',
            number: String(row.number),
            agent: principal.name ?? '',
          })
          // The reply's id is the run's: one client-made id names what comes of it.
          const id = body.id as string as MessageId
          const input = { params, query: undefined, body: { id, body: text, attachments: [], kind: 'reply' as const } }
          message = (await addMessage.write(context, input, writing)).body
        }
        let ticket: Ticket | undefined
        for (const [index, action] of actionsOf(macro).entries()) {
          const input = { params, query: undefined, body: { id: body.id, action } }
          const part = writing.part(1 + index * eventsOfAction)
          ticket = (await actOnTicket.write(context, input, part)).body
        }
        ticket ??= (await withAttachments(tx, tenant, [await visibleTicket(tx, context, params.ticketId)], now))[0]!
        return {
          audit: { action: 'macro.run', details: { macro: macro.id, ticket: row.id, message: message?.id ?? null } },
          body: { ticket, message },
        }
      },
      async authorizeReplay(context, { params }) {
        await visibleTicket(database.reader, context, params.ticketId)
      },
    },
  }
}
