import type { FieldError } from '@aftercare/protocol'
import type { TicketInput } from './ticket-states.ts'

/** What the server would refuse, before it is asked: pointers such as `/subject`, with stable codes. */
export async function checkTicket(_input: TicketInput): Promise<readonly FieldError[]> {
  return []
}
