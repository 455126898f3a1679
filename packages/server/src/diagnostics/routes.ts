import type { DiagnosticLine } from '@aftercare/protocol'
import type { Handlers } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import { recordRead } from '../identity/record-read.ts'
import type { Services } from '../services.ts'
import { visibleTicket } from '../tickets/visible-ticket.ts'
import { findDiagnostics } from './store.ts'

export function diagnosticsHandlers(services: Services): Pick<Handlers, 'readDiagnostics'> {
  const { reader } = services.database
  return {
    readDiagnostics: {
      kind: 'read',
      async read(context, { params }) {
        const { tenant, side, id } = context.principal
        const ticket = await visibleTicket(reader, context, params.ticketId)
        const [row] = await findDiagnostics(reader, { tenant, ticket: ticket.id })
        // What one person's page noted is not for colleagues who look after the account, nor for who watches.
        const sent = row?.sender_side === side && row.sender_id === id
        if (side === 'requester' && ticket.requester_id !== id && !sent) throw new ProblemError('not_found')
        await recordRead(services, context, 'readDiagnostics', { ticket: ticket.id })
        return { lines: row ? (JSON.parse(row.lines) as DiagnosticLine[]) : [] }
      },
    },
  }
}
