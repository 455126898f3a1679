import type { FieldError } from '@aftercare/protocol'
import type { TicketInput } from './ticket-states.ts'

/** What the server would refuse, before it is asked: pointers such as `/subject`, with stable codes. */
export async function checkTicket(input: TicketInput): Promise<readonly FieldError[]> {
  const { ticketErrors } = await import('./ticket-errors.ts')
  return ticketErrors(input)
}
