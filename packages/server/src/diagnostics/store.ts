import type { Insertable } from 'kysely'
import { prepared } from '../storage/prepared.ts'
import type { TicketDiagnosticsTable } from '../storage/schema.ts'

export const insertDiagnostics = prepared((db, p: Insertable<TicketDiagnosticsTable>) =>
  db.insertInto('ticket_diagnostics').values({
    tenant: p.tenant,
    ticket_id: p.ticket_id,
    sender_side: p.sender_side,
    sender_id: p.sender_id,
    lines: p.lines,
    created_at: p.created_at,
  }),
)

export const findDiagnostics = prepared((db, p: { tenant: string; ticket: string }) =>
  db
    .selectFrom('ticket_diagnostics')
    .select(['sender_side', 'sender_id', 'lines'])
    .where('tenant', '=', p.tenant)
    .where('ticket_id', '=', p.ticket),
)
