import type {
  Attachment,
  CloseReason,
  Message,
  MessageId,
  Priority,
  Ticket,
  TicketId,
  TicketStatus,
} from '@aftercare/protocol'
import type { SlaClock } from '@aftercare/protocol/sla'
import { serializePromises } from '../sla/serialize.ts'
import type { MessageRow } from './messages/store.ts'
import type { ListedRow } from './store.ts'

// Allow-lists: each member is named here, so that a new column reaches nobody before somebody decides who.

/** The clocks as last read from the history. */
export const clocksOf = (row: Pick<ListedRow, 'clocks'>): readonly SlaClock[] => JSON.parse(row.clocks)

const instant = (milliseconds: number) => new Date(milliseconds).toISOString()

/** A ticket as its requester and staff alike see it. */
export function serializeTicket(row: ListedRow, attachments: Attachment[], now: number): Ticket {
  return {
    id: row.id as TicketId,
    number: row.number,
    type: row.type,
    subject: row.subject,
    description: row.description,
    status: row.status as TicketStatus,
    closeReason: row.close_reason as CloseReason | null,
    priority: row.priority as Priority | null,
    requester: { id: row.requester_id, name: row.requester_name },
    assignee: row.assignee_id === null ? null : { id: row.assignee_id, name: row.assignee_name },
    account: row.account,
    locale: row.locale,
    attachments,
    replies: row.replies,
    promises: serializePromises(clocksOf(row), now),
    createdAt: instant(row.created_at),
    updatedAt: instant(row.updated_at),
  }
}

/** A message for whoever may have it at all: the store leaves internal notes out for customers. */
export function serializeMessage(row: MessageRow, attachments: Attachment[]): Message {
  const name = row.author_side === 'requester' ? row.person_name : row.staff_name
  return {
    id: row.id as MessageId,
    ticketId: row.ticket_id as TicketId,
    kind: row.kind,
    author: { id: row.author_id, name, side: row.author_side },
    body: row.body,
    attachments,
    createdAt: instant(row.created_at),
  }
}
