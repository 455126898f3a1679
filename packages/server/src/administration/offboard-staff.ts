import { findStaff, markOffboarded, revokeKeysOf } from '../identity/store.ts'
import { write } from '../journal/write.ts'
import { ServiceBook } from '../service/service-book.ts'
import { applyAction } from '../tickets/actions/apply-action.ts'
import { openTicketsOf, returnTasks } from '../tickets/actions/parts-store.ts'
import { findTicket } from '../tickets/store.ts'
import { AdministrationError } from './administration-error.ts'
import { type Journal, writeAsOperator } from './write-as-operator.ts'

/**
 * Ends what a staff member may do, at once, and gives what they had in hand back to the teams: first the keys, then the
 * sub-tasks, then each open ticket, as an entry of its own. Run again after an interruption, it goes on.
 *
 * @returns how many keys were ended and how many tickets went back
 * @throws AdministrationError `not_found`
 */
export async function offboardStaff(
  journal: Journal,
  { tenant, staff }: { tenant: string; staff: string },
): Promise<{ keys: number; tickets: number }> {
  const keys = await writeAsOperator(journal, tenant, async ({ tx, now }) => {
    if (!(await findStaff(tx, { tenant, id: staff }))) {
      throw new AdministrationError('not_found', `There is no staff member "${staff}"`)
    }
    const revoked = await revokeKeysOf(tx, { tenant, staff, now })
    await markOffboarded(tx, { tenant, id: staff, now })
    const tasks = await returnTasks(tx, { tenant, staff })
    return { audit: { action: 'staff.offboarded', details: { staff, keys: revoked, tasks } }, result: revoked.length }
  })
  const open = await openTicketsOf(journal.database.reader, { tenant, staff })
  for (const { id } of open) await returnTicket(journal, { tenant, staff, ticket: id })
  return { keys, tickets: open.length }
}

async function returnTicket(journal: Journal, of: { tenant: string; staff: string; ticket: string }): Promise<void> {
  const { tenant, staff, ticket: id } = of
  const book = new ServiceBook()
  await write(journal, { tenant, actor: 'operator', needs: { events: 1 } }, async (writing) => {
    const [ticket] = await findTicket(writing.tx, { tenant, id })
    const audit = { action: 'ticket.assign', details: { ticket: id, from: staff, assignee: null } }
    // Somebody may have taken it meanwhile; its number in the stream stays unused then.
    if (ticket?.assignee_id !== staff || ticket.status === 'closed') return { audit, result: undefined }
    const service = await book.of(writing.tx, tenant, ticket)
    const acting = { writing, ticket, service, actor: null, role: 'system' } as const
    const { audience } = await applyAction(acting, 'assign', async () => {
      return { change: { assignee_id: null }, entries: [{ type: 'assigned', assignee: null }] }
    })
    await writing.appendEvent({ type: 'ticket.updated', ticketId: id, audience })
    return { audit, result: undefined }
  })
}
