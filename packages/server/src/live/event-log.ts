import type {
  ArticleAudience,
  ArticleEvent,
  Message,
  NoticeEvent,
  SupportEvent,
  SupportEventType,
  Ticket,
} from '@aftercare/protocol'
import type { Services } from '../services.ts'
import { withAttachments as messagesWithAttachments } from '../tickets/messages/routes.ts'
import { findMessage } from '../tickets/messages/store.ts'
import { findTicket } from '../tickets/store.ts'
import type { SeenTicket, Ties } from '../tickets/visibility.ts'
import { tiesOf } from '../tickets/visibility-store.ts'
import { withAttachments as ticketsWithAttachments } from '../tickets/with-attachments.ts'
import { articleEvent } from './article-event.ts'
import { type Concerned, noticeEvent } from './notice-event.ts'
import { eventsAfter } from './store.ts'

/** One place of the log, with the state as it is now, with what decides who may hear of it, and written out. */
export type LoggedEvent = {
  readonly seq: number
  /** As it stands on a stream. */
  readonly block: Uint8Array
} & (
  | { readonly audience: 'everyone' | 'staff'; readonly ticket: SeenTicket; readonly ties: Ties }
  /** Only who may read what is for all of these. */
  | { readonly audiences: readonly ArticleAudience[]; readonly butNot?: ArticleAudience | undefined }
  /** Only whom it concerns. */
  | { readonly concerned: Concerned }
)

export interface Stretch {
  readonly events: readonly LoggedEvent[]
  /** Position of the last one read, told or not. */
  readonly end: number
  readonly more: boolean
}

/** How many events are read at once. */
const stretchLength = 100

const text = new TextEncoder()

/** Reads the tenants' logs. */
export class EventLog {
  readonly #services: Pick<Services, 'database' | 'clock'>

  constructor(services: Pick<Services, 'database' | 'clock'>) {
    this.#services = services
  }

  /** What happened after a position, oldest first. */
  async after(tenant: string, seq: number): Promise<Stretch> {
    const { reader } = this.#services.database
    const rows = await eventsAfter(reader, { tenant, seq, limit: stretchLength })
    const events: LoggedEvent[] = []
    for (const row of rows) {
      const written = (event: SupportEvent | ArticleEvent | NoticeEvent) =>
        text.encode(`id: ${row.seq}\ndata: ${JSON.stringify(event)}\n\n`)
      const { seq, ticket_id } = row
      if (row.notice_id !== null || row.component !== null) {
        const told = await noticeEvent(reader, tenant, row)
        if (told) events.push({ seq, concerned: told.concerned, block: written(told.event) })
        continue
      }
      if (ticket_id === null) {
        const told = await articleEvent(reader, tenant, row)
        if (told) events.push({ seq, audiences: told.audiences, butNot: told.butNot, block: written(told.event) })
        continue
      }
      const [ticketRow] = await findTicket(reader, { tenant, id: ticket_id })
      if (!ticketRow) continue
      const [ticket] = await ticketsWithAttachments(reader, tenant, [ticketRow], this.#services.clock())
      const message = row.message_id === null ? undefined : await this.#message(tenant, row.message_id)
      const event = supportEvent(row, ticket!, message)
      if (!event) continue
      const ties = await tiesOf(reader, { tenant, ticket: ticket_id })
      const audience = row.audience === 'everyone' ? 'everyone' : 'staff'
      events.push({ seq, audience, ticket: ticketRow, ties, block: written(event) })
    }
    return { events, end: rows.at(-1)?.seq ?? seq, more: rows.length === stretchLength }
  }

  async #message(tenant: string, id: string): Promise<Message | undefined> {
    const [row] = await findMessage(this.#services.database.reader, { tenant, id })
    if (!row) return undefined
    const [message] = await messagesWithAttachments(this.#services, { tenant, ticket: row.ticket_id }, [row])
    return message
  }
}

function supportEvent(
  { seq, at, type }: { seq: number; at: number; type: SupportEventType | ArticleEvent['type'] | NoticeEvent['type'] },
  ticket: Ticket,
  message: Message | undefined,
): SupportEvent | undefined {
  const envelope = { seq, at: new Date(at).toISOString(), ticket }
  if (type === 'message.created') return message && { ...envelope, type, message }
  return type === 'ticket.created' || type === 'ticket.updated' ? { ...envelope, type } : undefined
}
