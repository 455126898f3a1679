import type { FieldError } from '@aftercare/protocol'
import { checkFields, checkImpactAnswers, type PublicService } from '@aftercare/protocol/service-rules'
import type { TicketInput } from '../tickets/ticket-states.ts'

/**
 * What is wrong with the answers to a definition's questions, by the server's own rules. What is served to a person
 * is theirs to fill, whatever their role.
 */
export function answerErrors(
  definition: PublicService,
  { type, fields = {}, impact = {} }: TicketInput,
): readonly FieldError[] {
  return [...checkFields(definition, type, fields, 'requester'), ...checkImpactAnswers(definition, type, impact)]
}
