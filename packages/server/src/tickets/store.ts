import type { Insertable, Selectable, Updateable } from 'kysely'
import { prepared, type Queryable } from '../storage/prepared.ts'
import type { TicketsTable } from '../storage/schema.ts'

/** A ticket with the names of the people on it. */
export type TicketRow = Omit<Selectable<TicketsTable>, 'tenant'> & {
  readonly requester_name: string | null
  readonly assignee_name: string | null
}

const columns = [
  't.id',
  't.number',
  't.type',
  't.subject',
  't.description',
  't.status',
  't.priority',
  't.requester_id',
  't.assignee_id',
  't.account',
  't.locale',
  't.channel',
  't.team',
  't.service_version',
  't.fields',
  't.impact',
  't.environment',
  't.workaround',
  't.permanent_fix',
  't.suspected_cause',
  't.cause',
  't.solution',
  't.prevention',
  't.named_date',
  't.resolved_at',
  't.closed_at',
  't.closes_at',
  't.silence_at',
  't.close_reason',
  't.merged_into',
  't.clocks',
  't.clocks_wake_at',
  't.replies',
  't.created_at',
  't.updated_at',
  't.changed_seq',
] as const

function ticketsWithNames(db: Queryable) {
  return db
    .selectFrom('tickets as t')
    .leftJoin('people_details as d', (join) =>
      join.onRef('d.tenant', '=', 't.tenant').onRef('d.person_id', '=', 't.requester_id'),
    )
    .leftJoin('staff as s', (join) => join.onRef('s.tenant', '=', 't.tenant').onRef('s.id', '=', 't.assignee_id'))
    .select([...columns, 'd.name as requester_name', 's.name as assignee_name'])
}

export const findTicket = prepared<{ tenant: string; id: string }, TicketRow>((db, p) =>
  ticketsWithNames(db).where('t.tenant', '=', p.tenant).where('t.id', '=', p.id),
)

/** The ticket that people quote by this number. */
export const ticketNumbered = prepared((db, p: { tenant: string; number: number }) =>
  db.selectFrom('tickets').select('id').where('tenant', '=', p.tenant).where('number', '=', p.number),
)

export interface TicketsQuery {
  readonly tenant: string
  /** Only this person's; everybody's when undefined. */
  readonly requester: string | undefined
  readonly status: string | undefined
  /** Only those last changed before this position. */
  readonly before: number | undefined
  readonly limit: number
}

/** Last changed first. */
export async function listTickets(db: Queryable, query: TicketsQuery): Promise<TicketRow[]> {
  let select = ticketsWithNames(db).where('t.tenant', '=', query.tenant)
  if (query.requester !== undefined) select = select.where('t.requester_id', '=', query.requester)
  if (query.status !== undefined) select = select.where('t.status', '=', query.status)
  if (query.before !== undefined) select = select.where('t.changed_seq', '<', query.before)
  return select.orderBy('t.changed_seq', 'desc').limit(query.limit).execute()
}

/** What a ticket begins with; the rest comes on its way. */
export type FreshTicket = Omit<Insertable<TicketsTable>, LaterColumn>
type LaterColumn =
  | 'workaround'
  | 'permanent_fix'
  | 'suspected_cause'
  | 'cause'
  | 'solution'
  | 'prevention'
  | 'named_date'
  | 'resolved_at'
  | 'closed_at'
  | 'closes_at'
  | 'silence_at'
  | 'close_reason'
  | 'merged_into'

/** No row comes back when the id is taken, by whomever. */
export const insertTicket = prepared((db, p: FreshTicket) =>
  db
    .insertInto('tickets')
    .values({
      tenant: p.tenant,
      id: p.id,
      number: p.number,
      type: p.type,
      subject: p.subject,
      description: p.description,
      status: p.status,
      priority: p.priority,
      requester_id: p.requester_id,
      assignee_id: p.assignee_id,
      account: p.account,
      locale: p.locale,
      channel: p.channel,
      team: p.team,
      service_version: p.service_version,
      fields: p.fields,
      impact: p.impact,
      environment: p.environment,
      clocks: p.clocks,
      clocks_wake_at: p.clocks_wake_at,
      replies: p.replies,
      created_at: p.created_at,
      updated_at: p.updated_at,
      changed_seq: p.changed_seq,
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
    .returning('id'),
)

/** What an action may change: never the ids, the number, or when and by whom it was raised. */
export type TicketChange = Omit<
  Updateable<TicketsTable>,
  'tenant' | 'id' | 'number' | 'requester_id' | 'created_at' | 'clocks' | 'clocks_wake_at'
>

export async function updateTicket(
  db: Queryable,
  ticket: { tenant: string; id: string },
  change: TicketChange,
): Promise<void> {
  await db.updateTable('tickets').set(change).where('tenant', '=', ticket.tenant).where('id', '=', ticket.id).execute()
}
