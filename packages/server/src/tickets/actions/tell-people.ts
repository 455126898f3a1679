import type { KindOfMail } from '../../mail/mail-kinds.ts'
import { queueTicketMail } from '../../mail/queue-mail.ts'
import { followersToTell } from '../../mail/store.ts'
import type { NewEntry } from '../history/entry.ts'
import type { Acting } from './apply-action.ts'

const day = 24 * 60 * 60 * 1000

/** Whoever follows a ticket is told of its answers and of its end; what is asked, is asked of the requester. */
const forFollowers: ReadonlySet<KindOfMail['kind']> = new Set(['reply', 'resolution', 'closed'])

/** Queues the mails that what happened to a ticket is a reason for. */
export async function tellPeople(acting: Acting, entries: readonly NewEntry[]): Promise<void> {
  const { writing, ticket } = acting
  if (!writing.mails) return
  const of = { tenant: writing.tenant, ticket: ticket.id }
  for (const entry of entries) {
    const mail = mailOf(acting, entry)
    if (!mail) continue
    const followers = forFollowers.has(mail.kind) ? await followersToTell(writing.tx, of) : []
    const recipients = [ticket.requester_id, ...followers.map(({ id }) => id)]
    await queueTicketMail(writing, { ticket, recipients, ...mail })
  }
}

function mailOf({ writing, service, actor }: Acting, entry: NewEntry): KindOfMail | undefined {
  const { eventSeq: event, now } = writing
  switch (entry.type) {
    case 'replied':
      return actor?.side === 'agent' ? { kind: 'reply', data: { message: entry.message } } : undefined
    case 'status_changed':
      return entry.to === 'waiting_on_requester' ? { kind: 'question', data: { event } } : undefined
    case 'visit_offered':
      return { kind: 'visit', data: { event, visit: entry.visit } }
    case 'resolved':
      return { kind: 'resolution', data: { event } }
    case 'closure_announced':
      return { kind: 'reminder', data: { event, closesAt: Date.parse(entry.closesAt) } }
    case 'closed': {
      const { reason, into } = entry
      // Whoever sends spam learns nothing from us.
      if (reason === 'spam') return undefined
      if (reason === 'merged') return { kind: 'closed', data: { event, reason, ...(into && { into: into.number }) } }
      return {
        kind: 'closed',
        data: { event, reason, reopenUntil: now + service.definition.closure.reopenWithinDays * day },
      }
    }
    default:
      return undefined
  }
}
