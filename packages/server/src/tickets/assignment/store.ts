import { prepared, type Queryable } from '../../storage/prepared.ts'
import { isOpenTicket } from '../queues/filter-store.ts'

/** How many open tickets each staff member has. */
const openTickets = prepared((db, p: { tenant: string }) =>
  db
    .selectFrom('tickets as t')
    .select(['t.assignee_id as staff', ({ fn }) => fn.countAll<number>().as('open')])
    .where('t.tenant', '=', p.tenant)
    .where('t.assignee_id', 'is not', null)
    .where(isOpenTicket)
    .groupBy('t.assignee_id'),
)

export async function openTicketsByStaff(db: Queryable, tenant: string): Promise<ReadonlyMap<string, number>> {
  const rows = await openTickets(db, { tenant })
  return new Map(rows.map(({ staff, open }) => [staff ?? '', open]))
}

/** Who works tickets, is still there, and may see customers' data at this instant (milliseconds). */
export const workersAt = prepared((db, p: { tenant: string; now: number }) =>
  db
    .selectFrom('staff as s')
    .innerJoin('tenants as t', 't.id', 's.tenant')
    .select(['s.id', 's.name', 's.role', 's.teams', 's.skills', 's.languages', 's.working_hours'])
    .where('s.tenant', '=', p.tenant)
    .where('s.role', 'in', ['agent', 'lead', 'manager'])
    .where('s.offboarded_at', 'is', null)
    .where((row) => row.or([row('t.agreement_required', '=', 0), row('s.agreement_expires_at', '>', p.now)])),
)
