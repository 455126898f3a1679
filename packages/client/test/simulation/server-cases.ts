import { createHash } from 'node:crypto'
import {
  type ActionName,
  type CloseReason,
  checkGuards,
  type TicketAction,
  type TicketStatus,
  transition,
} from '@aftercare/protocol'
import { type Answer, type Answers, Refused } from './server-answers.ts'
import type { Row, Rows } from './server-rows.ts'

/** Of the preset: how long a closed ticket can be reopened. */
const reopenWithinDays = 30

/** Where a ticket goes, by the table that the server itself goes by; refused what that does not allow. */
export function move({ body }: Row, name: ActionName, now: number, actor: 'requester' | 'agent' = 'requester'): void {
  const found = transition(body['status'] as TicketStatus, name, actor)
  if (!found.allowed) throw new Refused(found.code)
  const closedAt = body['closedAt'] as string | null
  const failure = checkGuards(found.guards, {
    ...{ now, side: actor, reopenWithinDays, needs: [], summary: { solution: 'By a colleague' } },
    ...{ silenceDays: null, closesAt: null, closeReason: body['closeReason'] as CloseReason | null },
    closedAt: closedAt === null ? null : Date.parse(closedAt),
  })
  if (failure) throw new Refused(failure.code)
  const closed = found.to === 'closed'
  const at = new Date(now).toISOString()
  if (found.to !== body['status']) {
    const closeReason = closed ? (name === 'withdraw' ? 'withdrawn' : 'verified') : null
    const resolvedAt = closed ? body['resolvedAt'] : found.to === 'resolved' ? at : null
    Object.assign(body, { status: found.to, closedAt: closed ? at : null, closeReason, resolvedAt })
  }
  body['updatedAt'] = at
}

interface CaseWrite {
  readonly segments: readonly string[]
  readonly key: string
  readonly ifMatch: string | null
  readonly input: Readonly<Record<string, unknown>>
  readonly subject: string
  readonly now: number
}

/** What an action on a ticket commits, or why it does not. */
export function actOn(rows: Rows, { segments, input, subject, now }: CaseWrite): Row {
  const [, ticketId] = segments
  const ticket = rows.own('ticket', ticketId, subject)
  const { id, action } = input as { id: string; action: TicketAction }
  const name = action.action
  // To end watching what one does not watch makes no difference, and is no news.
  if (name !== 'unwatch') move(ticket, name, now)
  const text = 'reason' in action && action.reason ? action.reason : 'person' in action ? String(action.person) : id
  return { kind: 'action', id, owner: subject, ticketId, text, files: [], body: { action } }
}

/** What a correction commits, or why it does not. */
export function correct(rows: Rows, { segments, key, ifMatch, input, subject, now }: CaseWrite): Row {
  const [, ticketId] = segments
  const ticket = rows.own('ticket', ticketId, subject)
  if (ifMatch === null) throw new Refused('precondition_required')
  if (ifMatch !== etagOf(detailsOf(ticket))) throw new Refused('precondition_failed')
  const over = String(ticket.body['description'])
  move(ticket, 'correct', now)
  Object.assign(ticket.body, input)
  const text = String(input['description'])
  return { kind: 'correction', id: key, owner: subject, ticketId, text, over, files: [], body: input }
}

/** All that is known of a ticket, with what an edit has to name. */
export function readDetails(ticket: Row, answers: Answers): Answer {
  const details = detailsOf(ticket)
  return answers.json(200, details, { ETag: etagOf(details) })
}

function detailsOf({ owner, body }: Row): object {
  return {
    ...body,
    ...{
      channel: 'sdk',
      serviceVersion: '1',
      fields: {},
      impact: {},
      environment: {},
      receipt: [],
      calendar: 'office',
    },
    ...{ namedDate: null, workaround: null, permanentFix: null, summary: null, closesAt: null, reopenUntil: null },
    ...{ mergedInto: null, watchers: [], visits: [], viewer: { id: owner, role: 'requester' } },
  }
}

const etagOf = (details: object) => `"${createHash('sha256').update(JSON.stringify(details)).digest('hex')}"`
