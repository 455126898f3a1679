import type { Insertable, Selectable, Updateable } from 'kysely'
import { prepared, type Queryable } from '../../storage/prepared.ts'
import type { TicketViewsTable } from '../../storage/schema.ts'

export type ViewRow = Omit<Selectable<TicketViewsTable>, 'tenant'>

const columns = ['id', 'owner_id', 'team', 'name', 'filters', 'created_at', 'updated_at'] as const

/** Somebody's own views and all that are shared, by name. */
export const viewsFor = prepared((db, p: { tenant: string; owner: string }) =>
  db
    .selectFrom('ticket_views')
    .select(columns)
    .where('tenant', '=', p.tenant)
    .where((view) => view.or([view('owner_id', '=', p.owner), view('team', 'is not', null)]))
    .orderBy('name')
    .orderBy('id'),
)

export const findView = prepared((db, p: { tenant: string; id: string }) =>
  db.selectFrom('ticket_views').select(columns).where('tenant', '=', p.tenant).where('id', '=', p.id),
)

/** No row comes back when the id is taken, by whomever. */
export const insertView = prepared((db, p: Insertable<TicketViewsTable>) =>
  db
    .insertInto('ticket_views')
    .values({
      tenant: p.tenant,
      id: p.id,
      owner_id: p.owner_id,
      team: p.team,
      name: p.name,
      filters: p.filters,
      created_at: p.created_at,
      updated_at: p.updated_at,
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
    .returning('id'),
)

export async function updateView(
  db: Queryable,
  view: { tenant: string; id: string },
  change: Pick<Updateable<TicketViewsTable>, 'name' | 'team' | 'filters' | 'updated_at'>,
): Promise<void> {
  await db.updateTable('ticket_views').set(change).where('tenant', '=', view.tenant).where('id', '=', view.id).execute()
}

export const deleteView = prepared((db, p: { tenant: string; id: string }) =>
  db.deleteFrom('ticket_views').where('tenant', '=', p.tenant).where('id', '=', p.id),
)
