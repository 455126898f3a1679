import type { Insertable, Selectable, Updateable } from 'kysely'
import { prepared, type Queryable } from '../storage/prepared.ts'
import type { TicketsTable } from '../storage/schema.ts'

/** A ticket with the names of the people on it. */
export type TicketRow = Omit<Selectable<TicketsTable>, 'tenant' | 'said_seq'> & {
  readonly requester_name: string | null
  readonly assignee_name: string | null
}

/** As much of it as lists show. */
export type ListedRow = Pick<TicketRow, ListedColumn | 'requester_name' | 'assignee_name'>
type ListedColumn = (typeof listedColumns)[number] extends `t.${infer Column}` ? Column : never

/** What lists show of a ticket; the rest is read with the ticket itself. */
const listedColumns = [
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
  't.close_reason',
  't.clocks',
  't.next_due_at',
  't.replies',
  't.created_at',
  't.updated_at',
  't.changed_seq',
] as const

const columns = [
  ...listedColumns,
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
  't.merged_into',
  't.clocks_wake_at',
] as const

const allTickets = (db: Queryable) => db.selectFrom('tickets as t')
/** Tickets as `t`, before anything is chosen of them. */
export type TicketSelect = ReturnType<typeof allTickets>

function withNames(tickets: TicketSelect) {
  return tickets
    .leftJoin('people_details as d', (join) =>
      join.onRef('d.tenant', '=', 't.tenant').onRef('d.person_id', '=', 't.requester_id'),
    )
    .leftJoin('staff as s', (join) => join.onRef('s.tenant', '=', 't.tenant').onRef('s.id', '=', 't.assignee_id'))
    .select(['d.name as requester_name', 's.name as assignee_name'])
}

/** The rows of lists. */
export const listed = (tickets: TicketSelect) => withNames(tickets).select(listedColumns)

export const findTicket = prepared<{ tenant: string; id: string }, TicketRow>((db, p) =>
  withNames(allTickets(db)).select(columns).where('t.tenant', '=', p.tenant).where('t.id', '=', p.id),
)

/** The ticket that people quote by this number. */
export const ticketNumbered = prepared((db, p: { tenant: string; number: number }) =>
  db.selectFrom('tickets').select('id').where('tenant', '=', p.tenant).where('number', '=', p.number),
)

/** What a ticket begins with; the rest comes on its way. */
export type FreshTicket = Omit<Insertable<TicketsTable>, LaterColumn> &
  Pick<Selectable<TicketsTable>, 'next_due_at' | 'said_seq'>
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
      next_due_at: p.next_due_at,
      replies: p.replies,
      created_at: p.created_at,
      updated_at: p.updated_at,
      changed_seq: p.changed_seq,
      said_seq: p.said_seq,
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
    .returning('id'),
)

/** What an action may change: never the ids, the number, or when and by whom it was raised. */
export type TicketChange = Omit<
  Updateable<TicketsTable>,
  'tenant' | 'id' | 'number' | 'requester_id' | 'created_at' | 'clocks' | 'clocks_wake_at' | 'next_due_at'
>

export async function updateTicket(
  db: Queryable,
  ticket: { tenant: string; id: string },
  change: TicketChange,
): Promise<void> {
  await db.updateTable('tickets').set(change).where('tenant', '=', ticket.tenant).where('id', '=', ticket.id).execute()
}
