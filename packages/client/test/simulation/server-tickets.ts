import { ticketTypes } from '@aftercare/protocol'
import { type Answer, type Answers, Refused } from './server-answers.ts'
import { move, readDetails } from './server-cases.ts'
import type { Row, Rows } from './server-rows.ts'

/** Those of the preset. */
const types: ReadonlySet<string> = new Set(ticketTypes)

/** What is read of tickets: one's own. */
export function readTickets(rows: Rows, answers: Answers, segments: readonly string[], subject: string): Answer {
  const [column, id, part] = segments
  if (column !== 'tickets') throw new Refused('not_found')
  if (!id) {
    const items = rows.all.filter(({ kind, owner }) => kind === 'ticket' && owner === subject).map(({ body }) => body)
    return answers.json(200, { items: items.reverse().slice(0, 20), next: null })
  }
  const ticket = rows.own('ticket', id, subject)
  if (!part) return answers.json(200, ticket.body)
  if (part === 'details') return readDetails(ticket, answers)
  if (part !== 'messages') throw new Refused('not_found')
  const items = rows.all.filter(({ kind, ticketId }) => kind === 'message' && ticketId === id).map(({ body }) => body)
  return answers.json(200, { items: items.reverse(), next: null })
}

interface TicketWrite {
  readonly segments: readonly string[]
  readonly input: Readonly<Record<string, unknown>>
  readonly subject: string
  readonly now: number
  readonly idsTwice: boolean
}

/** What a new ticket or reply would commit, or why it will not. */
export function writeTicket(rows: Rows, { segments, input, subject, now, idsTwice }: TicketWrite): Row {
  const [column, ticketId, part] = segments
  const createdAt = new Date(now).toISOString()
  const id = String(input['id'])
  const answered = part === 'messages' ? rows.own('ticket', ticketId, subject) : undefined
  if (!answered && (column !== 'tickets' || ticketId)) throw new Refused('not_found')
  const text = String(input[part ? 'body' : 'subject'])
  if (!part && !types.has(String(input['type']))) throw new Refused('validation_failed')
  const files = rows.attachments(input['attachments'], subject)
  if (rows.has(id) && !idsTwice) throw new Refused('id_unavailable')
  const common = { attachments: files, createdAt }
  const names = files.map((file) => String(file['name']))
  if (answered) {
    move(answered, 'requester_reply', now)
    answered.body['replies'] = Number(answered.body['replies']) + 1
    const author = { id: subject, name: null, side: 'requester' }
    const message = { id, ticketId, kind: 'reply', author, body: text, ...common }
    return { kind: 'message', id, owner: subject, ticketId, text, files: names, body: message }
  }
  const ticket = {
    id,
    number: rows.all.length + 1,
    type: input['type'],
    subject: text,
    description: input['description'],
    locale: input['locale'],
    status: 'new',
    closeReason: null,
    closedAt: null,
    resolvedAt: null,
    priority: null,
    requester: { id: subject, name: null },
    assignee: null,
    account: null,
    replies: 0,
    promises: [],
    updatedAt: createdAt,
    ...common,
  }
  return { kind: 'ticket', id, owner: subject, ticketId: undefined, text, files: names, body: ticket }
}
