import type { SlaClock } from '@aftercare/protocol/sla'
import { insertDiagnostics } from '../diagnostics/store.ts'
import { joinFiles } from '../files/join.ts'
import type { Handlers } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import { recordRead } from '../identity/record-read.ts'
import { queueTicketMail } from '../mail/queue-mail.ts'
import { findAccount } from '../people/account-store.ts'
import type { Services } from '../services.ts'
import { firstClocks } from '../sla/recount.ts'
import { chooseAtArrival } from './assignment/choose-assignee.ts'
import { historyRows } from './history/entry.ts'
import { insertHistory } from './history/store.ts'
import { raisedFor } from './on-behalf.ts'
import { checkAnswers, sortTicket } from './raise.ts'
import { serializeTicket } from './serialize.ts'
import { insertTicket } from './store.ts'
import { visibleTicket } from './visible-ticket.ts'
import { withAttachments } from './with-attachments.ts'

/** What a ticket does not have when it is raised. */
const untouched = {
  workaround: null,
  permanent_fix: null,
  suspected_cause: null,
  cause: null,
  solution: null,
  prevention: null,
  named_date: null,
  resolved_at: null,
  closed_at: null,
  closes_at: null,
  silence_at: null,
  close_reason: null,
  merged_into: null,
} as const

type TicketHandlers = Pick<Handlers, 'createTicket' | 'readTicket'>

export function ticketHandlers(services: Services): TicketHandlers {
  const { reader } = services.database
  return {
    createTicket: {
      kind: 'write',
      needs: { tickets: 1, events: 1 },
      async write({ principal }, { body }, writing) {
        const { tenant, tx, now, eventSeq } = writing
        const service = await services.book.current(tx, tenant)
        const asked =
          body.serviceVersion === undefined ? service : await services.book.version(tx, tenant, body.serviceVersion)
        const requester = await raisedFor(tx, principal, body)
        checkAnswers(asked ?? service, body, principal.role)
        // A type that is gone since the form was made is handled as that form's version says.
        const handling = service.type(body.type) ? service : (asked ?? service)
        const [customer] = requester.account === null ? [] : await findAccount(tx, { tenant, id: requester.account })
        const sorted = sortTicket(handling, body, { tier: customer?.tier })
        const fields = JSON.stringify(body.fields ?? {})
        const { type, locale, channel = 'http' } = body
        const { account } = requester
        const known = { type, locale, channel, fields, account, priority: sorted.priority, team: sorted.team }
        const choice = await chooseAtArrival(tx, writing, handling, known)
        const onBehalfOf = requester.id === principal.id ? null : requester.id
        const history = [
          ...historyRows(writing, body.id, principal, [{ type: 'raised', channel, onBehalfOf }]),
          ...historyRows(writing, body.id, null, [...sorted.entries, ...(choice ? [choice.entry] : [])], 1),
        ]
        const { clocks, columns } = firstClocks({ priority: sorted.priority, service: handling, now }, history)
        const ticket = {
          ...known,
          id: body.id,
          number: writing.ticketNumber,
          subject: body.subject,
          description: body.description,
          status: 'new',
          requester_id: requester.id,
          assignee_id: choice?.assignee ?? null,
          service_version: handling.definition.version,
          impact: JSON.stringify(body.impact ?? {}),
          environment: JSON.stringify(body.environment ?? {}),
          ...columns,
          replies: 0,
          created_at: now,
          updated_at: now,
          changed_seq: eventSeq,
        } as const
        const inserted = await insertTicket(tx, { tenant, ...ticket, said_seq: eventSeq })
        if (inserted.length === 0) throw new ProblemError('id_unavailable')
        const to = { ticket: body.id, message: null }
        const attachments = await joinFiles(services, writing, principal, to, body.attachments)
        if (body.diagnostics?.length) {
          const sender = { sender_side: principal.side, sender_id: principal.id }
          const lines = JSON.stringify(body.diagnostics)
          await insertDiagnostics(tx, { tenant, ticket_id: body.id, ...sender, lines, created_at: now })
        }
        await insertHistory(tx, history)
        await writing.appendEvent({ type: 'ticket.created', ticketId: body.id, audience: 'everyone' })
        await queueTicketMail(writing, { kind: 'receipt', ticket, data: { promises: promisesOf(clocks) } })
        const names = { requester_name: requester.name, assignee_name: choice?.name ?? null }
        const row = { ...ticket, ...untouched, ...names }
        const files = attachments.map(({ fileId }) => fileId)
        return {
          audit: { action: 'ticket.created', details: { ticket: body.id, number: ticket.number, files } },
          body: serializeTicket(row, attachments, now),
        }
      },
      // Whoever raised a ticket may have its receipt again: it holds what they said themselves.
      async authorizeReplay() {},
    },

    readTicket: {
      kind: 'read',
      async read(context, { params }) {
        const row = await visibleTicket(reader, context, params.ticketId)
        await recordRead(services, context, 'readTicket', { ticket: row.id })
        const [ticket] = await withAttachments(reader, context.principal.tenant, [row], context.now)
        return ticket!
      },
    },
  }
}

/** What a receipt can promise: the clocks that run. */
const promisesOf = (clocks: readonly SlaClock[]) =>
  clocks.flatMap((each) => (each.state === 'running' ? [{ clock: each.clock, due: each.due }] : []))
