import type { Insertable, Selectable, Updateable } from 'kysely'
import { prepared, type Queryable } from '../../storage/prepared.ts'
import type {
  TicketLinksTable,
  TicketTasksTable,
  TicketVisitsTable,
  TicketWatchersTable,
} from '../../storage/schema.ts'

/** No row comes back where the person watches already. */
export const insertWatcher = prepared((db, p: Insertable<TicketWatchersTable>) =>
  db
    .insertInto('ticket_watchers')
    .values({ tenant: p.tenant, ticket_id: p.ticket_id, person_id: p.person_id, created_at: p.created_at })
    .onConflict((conflict) => conflict.columns(['tenant', 'ticket_id', 'person_id']).doNothing())
    .returning('person_id'),
)

export const removeWatcher = prepared((db, p: { tenant: string; ticket: string; person: string }) =>
  db
    .deleteFrom('ticket_watchers')
    .where('tenant', '=', p.tenant)
    .where('ticket_id', '=', p.ticket)
    .where('person_id', '=', p.person)
    .returning('person_id'),
)

export const watcherIds = prepared((db, p: { tenant: string; ticket: string }) =>
  db.selectFrom('ticket_watchers').select('person_id').where('tenant', '=', p.tenant).where('ticket_id', '=', p.ticket),
)

export const watchersOf = prepared((db, p: { tenant: string; ticket: string }) =>
  db
    .selectFrom('ticket_watchers as w')
    .leftJoin('people_details as d', (join) =>
      join.onRef('d.tenant', '=', 'w.tenant').onRef('d.person_id', '=', 'w.person_id'),
    )
    .select(['w.person_id as id', 'd.name'])
    .where('w.tenant', '=', p.tenant)
    .where('w.ticket_id', '=', p.ticket)
    .orderBy('w.created_at'),
)

/** No row comes back where they are linked already. */
export const insertLink = prepared((db, p: Insertable<TicketLinksTable>) =>
  db
    .insertInto('ticket_links')
    .values({
      tenant: p.tenant,
      ticket_id: p.ticket_id,
      other_id: p.other_id,
      relation: p.relation,
      created_at: p.created_at,
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'ticket_id', 'other_id']).doNothing())
    .returning('other_id'),
)

export const removeLink = prepared((db, p: { tenant: string; ticket: string; other: string }) =>
  db
    .deleteFrom('ticket_links')
    .where('tenant', '=', p.tenant)
    .where('ticket_id', '=', p.ticket)
    .where('other_id', '=', p.other)
    .returning('other_id'),
)

export const linksOf = prepared((db, p: { tenant: string; ticket: string }) =>
  db
    .selectFrom('ticket_links as l')
    .innerJoin('tickets as t', (join) => join.onRef('t.tenant', '=', 'l.tenant').onRef('t.id', '=', 'l.other_id'))
    .select(['l.other_id as ticket', 't.number', 'l.relation'])
    .where('l.tenant', '=', p.tenant)
    .where('l.ticket_id', '=', p.ticket)
    .orderBy('l.created_at'),
)

export const insertTask = prepared((db, p: Insertable<TicketTasksTable>) =>
  db
    .insertInto('ticket_tasks')
    .values({
      tenant: p.tenant,
      id: p.id,
      ticket_id: p.ticket_id,
      title: p.title,
      team: p.team,
      assignee_id: p.assignee_id,
      due_at: p.due_at,
      finished_at: p.finished_at,
      result: p.result,
      created_at: p.created_at,
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
    .returning('id'),
)

export const findTask = prepared((db, p: { tenant: string; ticket: string; id: string }) =>
  db
    .selectFrom('ticket_tasks')
    .select(['id', 'title', 'finished_at'])
    .where('tenant', '=', p.tenant)
    .where('ticket_id', '=', p.ticket)
    .where('id', '=', p.id),
)

export const finishTask = prepared((db, p: { tenant: string; id: string; result: string | null; now: number }) =>
  db
    .updateTable('ticket_tasks')
    .set({ finished_at: p.now, result: p.result })
    .where('tenant', '=', p.tenant)
    .where('id', '=', p.id),
)

export const moveTask = prepared(
  (db, p: { tenant: string; id: string; team: string | null; assignee: string | null }) =>
    db
      .updateTable('ticket_tasks')
      .set({ team: p.team, assignee_id: p.assignee })
      .where('tenant', '=', p.tenant)
      .where('id', '=', p.id),
)

export const tasksOf = prepared((db, p: { tenant: string; ticket: string }) =>
  db
    .selectFrom('ticket_tasks as k')
    .leftJoin('staff as s', (join) => join.onRef('s.tenant', '=', 'k.tenant').onRef('s.id', '=', 'k.assignee_id'))
    .select(['k.id', 'k.title', 'k.team', 'k.assignee_id', 's.name as assignee_name'])
    .select(['k.due_at', 'k.finished_at', 'k.result'])
    .where('k.tenant', '=', p.tenant)
    .where('k.ticket_id', '=', p.ticket)
    .orderBy('k.created_at')
    .orderBy('k.id'),
)

export type VisitRow = Omit<Selectable<TicketVisitsTable>, 'tenant' | 'ticket_id' | 'created_at'>

const visitColumns = [
  'id',
  'mode',
  'state',
  'purpose',
  'slots',
  'accepted_slot',
  'started_at',
  'stopped_at',
  'report',
  'signed_by',
  'signed_at',
] as const

export async function insertVisit(
  db: Queryable,
  visit: Pick<
    Insertable<TicketVisitsTable>,
    'tenant' | 'id' | 'ticket_id' | 'mode' | 'state' | 'purpose' | 'slots' | 'created_at'
  >,
): Promise<{ id: string }[]> {
  return db
    .insertInto('ticket_visits')
    .values(visit)
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
    .returning('id')
    .execute()
}

export const findVisit = prepared<{ tenant: string; ticket: string; id: string }, VisitRow>((db, p) =>
  db
    .selectFrom('ticket_visits')
    .select(visitColumns)
    .where('tenant', '=', p.tenant)
    .where('ticket_id', '=', p.ticket)
    .where('id', '=', p.id),
)

export const visitsOf = prepared<{ tenant: string; ticket: string }, VisitRow>((db, p) =>
  db
    .selectFrom('ticket_visits')
    .select(visitColumns)
    .where('tenant', '=', p.tenant)
    .where('ticket_id', '=', p.ticket)
    .orderBy('created_at')
    .orderBy('id'),
)

export async function updateVisit(
  db: Queryable,
  visit: { tenant: string; id: string },
  change: Updateable<TicketVisitsTable>,
): Promise<void> {
  await db
    .updateTable('ticket_visits')
    .set(change)
    .where('tenant', '=', visit.tenant)
    .where('id', '=', visit.id)
    .execute()
}

/** Tickets that somebody has in hand and that are not closed. */
export const openTicketsOf = prepared((db, p: { tenant: string; staff: string }) =>
  db
    .selectFrom('tickets')
    .select('id')
    .where('tenant', '=', p.tenant)
    .where('assignee_id', '=', p.staff)
    .where('status', '!=', 'closed')
    .orderBy('changed_seq'),
)

/** Open sub-tasks of somebody go to their team, or else to that of their ticket. @returns their ids */
export async function returnTasks(
  db: Queryable,
  { tenant, staff }: { tenant: string; staff: string },
): Promise<string[]> {
  const rows = await db
    .updateTable('ticket_tasks')
    .set((task) => ({
      assignee_id: null,
      team: task.fn.coalesce(
        'team',
        task
          .selectFrom('tickets as t')
          .select('t.team')
          .whereRef('t.tenant', '=', 'ticket_tasks.tenant')
          .whereRef('t.id', '=', 'ticket_tasks.ticket_id'),
      ),
    }))
    .where('tenant', '=', tenant)
    .where('assignee_id', '=', staff)
    .where('finished_at', 'is', null)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}
