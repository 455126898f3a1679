import type { Insertable, Selectable } from 'kysely'
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

/** No row comes back when the id is taken, by whomever. */
export const insertTicket = prepared((db, p: Insertable<TicketsTable>) =>
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
      replies: p.replies,
      created_at: p.created_at,
      updated_at: p.updated_at,
      changed_seq: p.changed_seq,
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
    .returning('id'),
)

/** What a reply changes. */
export const touchTicket = prepared((db, p: { tenant: string; id: string; status: string; now: number; seq: number }) =>
  db
    .updateTable('tickets')
    .set((row) => ({ status: p.status, replies: row('replies', '+', 1), updated_at: p.now, changed_seq: p.seq }))
    .where('tenant', '=', p.tenant)
    .where('id', '=', p.id),
)
