import type { FieldError } from '@aftercare/protocol'
import { fieldErrors, newTicketSchema } from '@aftercare/protocol/schemas'
import type { PublicService } from '@aftercare/protocol/service-rules'
import { anyId } from './any-id.ts'
import type { TicketInput } from './ticket-states.ts'

export async function ticketErrors(
  { description = '', attachments = [], ...input }: TicketInput,
  limits?: PublicService['files'],
): Promise<readonly FieldError[]> {
  const files = attachments.length ? await import('../files/chosen-files.ts') : undefined
  const body = {
    ...input,
    id: anyId,
    description,
    locale: 'en',
    attachments: files?.references(attachments) ?? [],
  }
  const errors = fieldErrors(newTicketSchema.safeParse(body).error?.issues ?? [], body)
  return [...errors, ...(files?.fileErrors(attachments, limits) ?? [])]
}
