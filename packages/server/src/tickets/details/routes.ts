import type { Channel, Correction, TicketDetails } from '@aftercare/protocol'
import { checkFields, checkImpactAnswers } from '@aftercare/protocol/service'
import { etagOf } from '../../handle/answer.ts'
import type { AuthorizedContext, Handlers } from '../../handle/handlers.ts'
import { ProblemError } from '../../handle/problem-error.ts'
import { recordRead } from '../../identity/record-read.ts'
import { findAccount } from '../../people/account-store.ts'
import type { Services } from '../../services.ts'
import type { Queryable } from '../../storage/prepared.ts'
import { type Acting, applyAction } from '../actions/apply-action.ts'
import type { NewEntry } from '../history/entry.ts'
import { sortTicket } from '../raise.ts'
import type { TicketChange, TicketRow } from '../store.ts'
import { checkActing, visibleTicket } from '../visible-ticket.ts'
import { withAttachments } from '../with-attachments.ts'
import { serializeDetails, visibleFields } from './serialize.ts'

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
        const changed = Object.keys(body)
        // It would make an event, an entry and another ETag of nothing.
        if (changed.length === 0) {
          throw new ProblemError('validation_failed', { errors: [{ pointer: '', code: 'required' }] })
        }
        const service = await book.of(tx, tenant, ticket)
        const acting = { writing, ticket, service, actor: principal, role: principal.role }
        const { after } = await applyAction(acting, 'correct', async () => {
          const { fields = JSON.parse(ticket.fields), impact = JSON.parse(ticket.impact) } = body
          const errors = [
            ...(body.fields ? checkFields(service.definition, ticket.type, fields, principal.role) : []),
            ...(body.impact ? checkImpactAnswers(service.definition, ticket.type, impact) : []),
          ]
          if (errors.length > 0) throw new ProblemError('validation_failed', { errors })
          const unseen = body.fields && unseenFields(ticket, visibleFields(service, ticket, principal))
          const change = changeOf(body, writing.eventSeq, unseen)
          const decided = await decidedAnew(tx, acting, change)
          const corrected: NewEntry = { type: 'corrected', changed }
          return { change: { ...change, ...decided?.change }, entries: [corrected, ...(decided?.entries ?? [])] }
        })
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

/** What the rules make of a corrected ticket, where it is theirs still: nobody has looked at it, and it differs. */
async function decidedAnew(db: Queryable, { writing, service, ticket }: Acting, change: TicketChange) {
  const { fields = ticket.fields, impact = ticket.impact } = change
  if (ticket.status !== 'new' || (fields === ticket.fields && impact === ticket.impact)) return
  const { account, type, channel, locale } = ticket
  const [customer] = account === null ? [] : await findAccount(db, { tenant: writing.tenant, id: account })
  const answers = { fields: JSON.parse(fields), impact: JSON.parse(impact) }
  const said = { type, locale, channel: channel as Channel, ...answers }
  const { priority, team, entries } = sortTicket(service, said, { tier: customer?.tier })
  if (priority === ticket.priority && team === ticket.team) return
  return { change: { priority, team }, entries }
}

/** Answers that whoever corrects the ticket does not see stay as they are. */
function unseenFields(ticket: TicketRow, seen: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const all = Object.entries(JSON.parse(ticket.fields) as Record<string, unknown>)
  return Object.fromEntries(all.filter(([id]) => !Object.hasOwn(seen, id)))
}

function changeOf(
  { subject, description, fields, impact }: Correction,
  seq: number,
  unseen: Readonly<Record<string, unknown>> = {},
): TicketChange {
  return {
    ...(subject !== undefined && { subject }),
    ...(description !== undefined && { description }),
    ...((subject !== undefined || description !== undefined) && { said_seq: seq }),
    ...(fields !== undefined && { fields: JSON.stringify({ ...fields, ...unseen }) }),
    ...(impact !== undefined && { impact: JSON.stringify(impact) }),
  }
}
