import type { KindOfMail } from '../../mail/mail-kinds.ts'
import { queueTicketMail } from '../../mail/queue-mail.ts'
import type { NewEntry } from '../history/entry.ts'
import type { Acting } from './apply-action.ts'

const day = 24 * 60 * 60 * 1000

/** Queues the mails that what happened to a ticket is a reason for. */
export async function tellPeople(acting: Acting, entries: readonly NewEntry[]): Promise<void> {
  const { writing, ticket } = acting
  if (!writing.mails) return
  for (const entry of entries) {
    const mail = mailOf(acting, entry)
    if (mail) await queueTicketMail(writing, { ticket, ...mail })
  }
}

function mailOf({ writing, service, actor }: Acting, entry: NewEntry): KindOfMail | undefined {
  const { eventSeq: event, now } = writing
  switch (entry.type) {
    case 'replied':
      return actor?.side === 'agent' ? { kind: 'reply', data: { message: entry.message } } : undefined
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
