import type { FieldError } from '@aftercare/protocol'
import type { PublicService } from '@aftercare/protocol/service-rules'
import type { TicketInput } from './ticket-states.ts'

/**
 * What the server would refuse, before it is asked: pointers such as `/subject`, with stable codes. With the
 * service's definition also what is wrong with the answers to its questions: `/fields/<id>…`, `/impact/<id>`,
 * and with files that the tenant does not take: `/attachments…`.
 */
export async function checkTicket(input: TicketInput, definition?: PublicService): Promise<readonly FieldError[]> {
  const { ticketErrors } = await import('./ticket-errors.ts')
  const errors = await ticketErrors(input, definition?.files)
  if (!definition) return errors
  const { answerErrors } = await import('../service/answer-errors.ts')
  return [...errors, ...answerErrors(definition, input)]
}

/** Loads ahead what `checkTicket` needs with a definition, so that a ticket can be kept when the network has gone. */
export async function prepareCheck(): Promise<void> {
  await Promise.all([import('./ticket-errors.ts'), import('../service/answer-errors.ts')])
}
