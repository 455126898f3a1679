import type { Channel, Environment, Fix, Priority, Ticket, TicketDetails, Visit } from '@aftercare/protocol'
import type { Principal } from '../../identity/principal.ts'
import { articleOfTicket } from '../../knowledge/ticket-store.ts'
import type { CompiledService } from '../../service/compiled-service.ts'
import { serializeReceipt } from '../../sla/serialize.ts'
import type { Queryable } from '../../storage/prepared.ts'
import { linksOf, tasksOf, type VisitRow, visitsOf, watchersOf } from '../actions/parts-store.ts'
import { clocksOf } from '../serialize.ts'
import { findTicket, type TicketRow } from '../store.ts'

const instant = (milliseconds: number) => new Date(milliseconds).toISOString()
const instantOrNull = (milliseconds: number | null) => (milliseconds === null ? null : instant(milliseconds))
const day = 24 * 60 * 60 * 1000

type Internal = NonNullable<TicketDetails['internal']>

/** A ticket with all that this caller may know of it; member by member, so that nothing gets out by being added. */
export async function serializeDetails(
  db: Queryable,
  { principal, now }: { readonly principal: Principal; readonly now: number },
  service: CompiledService,
  row: TicketRow,
  ticket: Ticket,
): Promise<TicketDetails> {
  const of = { tenant: principal.tenant, ticket: row.id }
  const { closure } = service.definition
  const goesOn = row.merged_into === null ? [] : await findTicket(db, { tenant: of.tenant, id: row.merged_into })
  const reopenable = row.closed_at !== null && row.close_reason !== 'merged' && row.close_reason !== 'spam'
  return {
    ...ticket,
    channel: row.channel as Channel,
    serviceVersion: row.service_version,
    fields: visibleFields(service, row, principal),
    impact: JSON.parse(row.impact) as Record<string, string>,
    environment: JSON.parse(row.environment) as Environment,
    receipt: serializeReceipt(clocksOf(row), now),
    calendar: service.calendarId(row.priority as Priority | null),
    namedDate: instantOrNull(row.named_date),
    workaround: fixOf(row.workaround),
    permanentFix: fixOf(row.permanent_fix),
    summary: row.solution === null ? null : { cause: row.cause, solution: row.solution, prevention: row.prevention },
    resolvedAt: instantOrNull(row.resolved_at),
    closedAt: instantOrNull(row.closed_at),
    closesAt: instantOrNull(row.closes_at),
    reopenUntil: reopenable ? instant(row.closed_at! + closure.reopenWithinDays * day) : null,
    mergedInto: goesOn[0] ? { id: goesOn[0].id, number: goesOn[0].number } : null,
    watchers: await watchersOf(db, of),
    visits: (await visitsOf(db, of)).map(serializeVisit),
    viewer: { id: principal.id, role: principal.role },
    ...(principal.side === 'agent' && { internal: await internalOf(db, of, row) }),
  }
}

async function internalOf(db: Queryable, of: { tenant: string; ticket: string }, row: TicketRow): Promise<Internal> {
  const [draft] = await articleOfTicket(db, of)
  return {
    team: row.team,
    suspectedCause: row.suspected_cause as Internal['suspectedCause'],
    links: (await linksOf(db, of)) as Internal['links'],
    tasks: (await tasksOf(db, of)).map((task) => ({
      id: task.id,
      title: task.title,
      team: task.team,
      assignee: task.assignee_id === null ? null : { id: task.assignee_id, name: task.assignee_name },
      due: instantOrNull(task.due_at),
      finishedAt: instantOrNull(task.finished_at),
      result: task.result,
    })),
    articleDraft: draft?.id ?? null,
  }
}

/** Answers to fields that this role sees; of a field that the definition no longer has, only staff see the answer. */
export function visibleFields(
  service: CompiledService,
  row: Pick<TicketRow, 'type' | 'fields'>,
  { role, side }: Pick<Principal, 'role' | 'side'>,
): Record<string, unknown> {
  const fields = JSON.parse(row.fields) as Record<string, unknown>
  const known = new Map(service.type(row.type)?.fields.map((field) => [field.id, field]))
  return Object.fromEntries(
    Object.entries(fields).filter(([id]) => {
      const field = known.get(id)
      if (!field) return side === 'agent'
      return field.visibleTo === undefined || field.visibleTo.includes(role)
    }),
  )
}

const fixOf = (json: string | null): Fix | null => (json === null ? null : JSON.parse(json))

function serializeVisit(row: VisitRow): Visit {
  const slots = JSON.parse(row.slots) as Visit['slots']
  return {
    id: row.id,
    mode: row.mode,
    state: row.state as Visit['state'],
    purpose: row.purpose,
    slots,
    accepted: row.accepted_slot === null ? null : (slots[row.accepted_slot] ?? null),
    startedAt: instantOrNull(row.started_at),
    stoppedAt: instantOrNull(row.stopped_at),
    report: row.report,
    signedBy: row.signed_by,
    signedAt: instantOrNull(row.signed_at),
  }
}
