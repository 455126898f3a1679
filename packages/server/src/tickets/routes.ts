import type { Attachment } from '@aftercare/protocol'
import { defaultPageLimit } from '@aftercare/protocol/schemas'
import { joinFiles } from '../files/join.ts'
import { serializeAttachment } from '../files/serialize.ts'
import { filesOf } from '../files/store.ts'
import type { Handlers } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import { recordRead } from '../identity/record-read.ts'
import type { Services } from '../services.ts'
import { cutPage, positionOf } from './cursor.ts'
import { serializeTicket } from './serialize.ts'
import { insertTicket, listTickets, type TicketRow } from './store.ts'
import { visibleTicket } from './visible-ticket.ts'

type TicketHandlers = Pick<Handlers, 'createTicket' | 'listTickets' | 'readTicket'>

export function ticketHandlers(services: Services): TicketHandlers {
  const { reader } = services.database
  return {
    createTicket: {
      kind: 'write',
      needs: { tickets: 1, events: 1 },
      async write({ principal }, { body }, writing) {
        // Only customers may call this; staff raising one on behalf of somebody will name the requester.
        if (principal.side !== 'requester') throw new ProblemError('forbidden')
        const { tenant, tx, now, eventSeq } = writing
        const ticket = {
          id: body.id,
          number: writing.ticketNumber,
          type: body.type,
          subject: body.subject,
          description: body.description,
          status: 'new',
          priority: null,
          requester_id: principal.id,
          assignee_id: null,
          account: principal.account,
          locale: body.locale,
          replies: 0,
          created_at: now,
          updated_at: now,
          changed_seq: eventSeq,
        } as const
        if ((await insertTicket(tx, { tenant, ...ticket })).length === 0) throw new ProblemError('id_unavailable')
        const attachments = await joinFiles(writing, principal, { ticket: body.id, message: null }, body.attachments)
        await writing.appendEvent({ type: 'ticket.created', ticketId: body.id, audience: 'everyone' })
        const row = { ...ticket, requester_name: principal.name, assignee_name: null }
        const files = attachments.map(({ fileId }) => fileId)
        return {
          audit: { action: 'ticket.created', details: { ticket: body.id, number: ticket.number, files } },
          body: serializeTicket(row, attachments),
        }
      },
      async authorizeReplay() {},
    },

    listTickets: {
      kind: 'read',
      async read(context, { query }) {
        const { principal, reach } = context
        const limit = query.limit === undefined ? defaultPageLimit : Number(query.limit)
        const found = await listTickets(reader, {
          tenant: principal.tenant,
          requester: reach === 'own' ? principal.id : undefined,
          status: query.status,
          before: positionOf(query.cursor),
          limit: limit + 1,
        })
        const { rows, next } = cutPage(found, limit, (row) => row.changed_seq)
        await recordRead(services, context, 'listTickets', { query, tickets: rows.map(({ id }) => id) })
        return { items: await withAttachments(services, principal.tenant, rows), next }
      },
    },

    readTicket: {
      kind: 'read',
      async read(context, { params }) {
        const row = await visibleTicket(reader, context, params.ticketId)
        await recordRead(services, context, 'readTicket', { ticket: row.id })
        const [ticket] = await withAttachments(services, context.principal.tenant, [row])
        return ticket!
      },
    },
  }
}

/** Tickets with what was attached to them when they were raised. */
export async function withAttachments({ database }: Pick<Services, 'database'>, tenant: string, rows: TicketRow[]) {
  const files = await filesOf(database.reader, { tenant, tickets: rows.map(({ id }) => id) })
  const byTicket = new Map<string | null, Attachment[]>()
  for (const file of files) {
    byTicket.set(file.ticket_id, [...(byTicket.get(file.ticket_id) ?? []), serializeAttachment(file)])
  }
  return rows.map((row) => serializeTicket(row, byTicket.get(row.id) ?? []))
}
