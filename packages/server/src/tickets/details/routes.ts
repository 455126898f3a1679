import type { Correction, TicketDetails } from '@aftercare/protocol'
import { checkFields, checkImpactAnswers } from '@aftercare/protocol/service'
import { etagOf } from '../../handle/answer.ts'
import type { AuthorizedContext, Handlers } from '../../handle/handlers.ts'
import { ProblemError } from '../../handle/problem-error.ts'
import { recordRead } from '../../identity/record-read.ts'
import type { Services } from '../../services.ts'
import type { Queryable } from '../../storage/prepared.ts'
import { applyAction } from '../actions/apply-action.ts'
import { renewTerms } from '../search/store.ts'
import type { TicketChange, TicketRow } from '../store.ts'
import { checkActing, visibleTicket } from '../visible-ticket.ts'
import { withAttachments } from '../with-attachments.ts'
import { serializeDetails } from './serialize.ts'

export function detailsHandlers(services: Services): Pick<Handlers, 'readTicketDetails' | 'correctTicket'> {
  const { book, database } = services

  async function detailsOf(db: Queryable, context: AuthorizedContext, row: TicketRow): Promise<TicketDetails> {
    const { principal, now } = context
    const service = await book.of(db, principal.tenant, row)
    const [ticket] = await withAttachments(db, principal.tenant, [row], now)
    return serializeDetails(db, context, service, row, ticket!)
  }

  return {
    readTicketDetails: {
      kind: 'read',
      async read(context, { params }) {
        const row = await visibleTicket(database.reader, context, params.ticketId)
        await recordRead(services, context, 'readTicketDetails', { ticket: row.id })
        return detailsOf(database.reader, context, row)
      },
    },

    correctTicket: {
      kind: 'write',
      needs: { events: 1 },
      async write(context, { params, body }, writing) {
        const { principal, request } = context
        const { tx, tenant, now } = writing
        const ticket = await visibleTicket(tx, context, params.ticketId)
        await checkActing(tx, context, ticket)
        const expected = request.headers.get('if-match')
        if (expected === null) throw new ProblemError('precondition_required')
        if (expected !== etagOf(await detailsOf(tx, context, ticket))) throw new ProblemError('precondition_failed')
        const service = await book.of(tx, tenant, ticket)
        const acting = { writing, ticket, service, actor: principal, role: principal.role }
        const changed = Object.keys(body)
        const { after } = await applyAction(acting, 'correct', async () => {
          const { fields = JSON.parse(ticket.fields), impact = JSON.parse(ticket.impact) } = body
          const errors = [
            ...(body.fields ? checkFields(service.definition, ticket.type, fields, principal.role) : []),
            ...(body.impact ? checkImpactAnswers(service.definition, ticket.type, impact) : []),
          ]
          if (errors.length > 0) throw new ProblemError('validation_failed', { errors })
          return { change: changeOf(body), entries: changed.length > 0 ? [{ type: 'corrected', changed }] : [] }
        })
        if (body.subject !== undefined || body.description !== undefined) {
          await renewTerms(tx, { tenant, ...after }, after.subject, after.description)
        }
        await writing.appendEvent({ type: 'ticket.updated', ticketId: ticket.id, audience: 'everyone' })
        const [answer] = await withAttachments(tx, tenant, [after], now)
        return { audit: { action: 'ticket.corrected', details: { ticket: ticket.id, changed } }, body: answer! }
      },
      async authorizeReplay(context, { params }) {
        await visibleTicket(database.reader, context, params.ticketId)
      },
    },
  }
}

function changeOf({ subject, description, fields, impact }: Correction): TicketChange {
  return {
    ...(subject !== undefined && { subject }),
    ...(description !== undefined && { description }),
    ...(fields !== undefined && { fields: JSON.stringify(fields) }),
    ...(impact !== undefined && { impact: JSON.stringify(impact) }),
  }
}
