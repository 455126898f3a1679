import type { Attachment } from '@aftercare/protocol'
import { defaultPageLimit } from '@aftercare/protocol/schemas'
import { joinFiles } from '../../files/join.ts'
import { serializeAttachment } from '../../files/serialize.ts'
import { filesOf } from '../../files/store.ts'
import type { Handlers, WriteHandlers } from '../../handle/handlers.ts'
import { ProblemError } from '../../handle/problem-error.ts'
import { recordRead } from '../../identity/record-read.ts'
import type { Services } from '../../services.ts'
import { allowedTransition, applyAction } from '../actions/apply-action.ts'
import { cutPage, positionOf } from '../cursor.ts'
import { serializeMessage } from '../serialize.ts'
import { visibleTicket } from '../visible-ticket.ts'
import { insertMessage, listMessages, type MessageRow } from './store.ts'

type MessageHandlers = Pick<Handlers, 'listMessages'> & WriteHandlers<'addMessage'>

export function messageHandlers(services: Services): MessageHandlers {
  const { reader } = services.database
  return {
    listMessages: {
      kind: 'read',
      async read(context, { params, query }) {
        const { principal } = context
        const { tenant, side } = principal
        const ticket = await visibleTicket(reader, context, params.ticketId)
        const limit = query.limit === undefined ? defaultPageLimit : Number(query.limit)
        const found = await listMessages(reader, {
          tenant,
          ticket: ticket.id,
          withNotes: side === 'agent',
          before: positionOf(query.cursor),
          limit: limit + 1,
        })
        const { rows, next } = cutPage(found, limit, (row) => row.seq)
        await recordRead(services, context, 'listMessages', { ticket: ticket.id, query })
        return { items: await withAttachments(services, { tenant, ticket: ticket.id }, rows), next }
      },
    },

    addMessage: {
      kind: 'write',
      needs: { events: 1 },
      async write(context, { params, body }, writing) {
        const { principal } = context
        const { tenant, tx, now, eventSeq: seq } = writing
        const kind = body.kind ?? 'reply'
        if (kind === 'internal_note' && principal.side !== 'agent') {
          throw new ProblemError('validation_failed', { errors: [{ pointer: '/kind', code: 'not_allowed' }] })
        }
        const ticket = await visibleTicket(tx, context, params.ticketId)
        const name = kind === 'internal_note' ? 'note' : principal.side === 'agent' ? 'agent_reply' : 'requester_reply'
        const service = await services.book.of(tx, tenant, ticket)
        const acting = { writing, ticket, service, actor: principal, role: principal.role }
        allowedTransition(acting, name)
        const message = {
          id: body.id,
          ticket_id: ticket.id,
          kind,
          author_side: principal.side,
          author_id: principal.id,
          body: body.body,
          seq,
          created_at: now,
        }
        if ((await insertMessage(tx, { tenant, ...message })).length === 0) throw new ProblemError('id_unavailable')
        const audience = kind === 'reply' ? 'everyone' : 'staff'
        const attachments = await joinFiles(
          services,
          writing,
          principal,
          { ticket: ticket.id, message: body.id },
          body.attachments,
        )
        await applyAction(acting, name, async () =>
          kind === 'reply'
            ? {
                change: { replies: ticket.replies + 1, said_seq: seq },
                entries: [{ type: 'replied', message: body.id }],
              }
            : { change: { said_seq: seq }, entries: [{ type: 'noted', message: body.id }] },
        )
        await writing.appendEvent({ type: 'message.created', ticketId: ticket.id, messageId: body.id, audience })
        const row = { ...message, person_name: principal.name, staff_name: principal.name }
        const files = attachments.map(({ fileId }) => fileId)
        return {
          audit: { action: 'message.created', details: { ticket: ticket.id, message: body.id, kind, files } },
          body: serializeMessage(row, attachments),
        }
      },
      async authorizeReplay(context, { params }) {
        await visibleTicket(reader, context, params.ticketId)
      },
    },
  }
}

/** Messages of one ticket with what came with them. */
export async function withAttachments(
  { database }: Pick<Services, 'database'>,
  of: { tenant: string; ticket: string },
  rows: MessageRow[],
) {
  const files = await filesOf(database.reader, { ...of, messages: rows.map(({ id }) => id) })
  const byMessage = new Map<string | null, Attachment[]>()
  for (const file of files) {
    byMessage.set(file.message_id, [...(byMessage.get(file.message_id) ?? []), serializeAttachment(file)])
  }
  return rows.map((row) => serializeMessage(row, byMessage.get(row.id) ?? []))
}
