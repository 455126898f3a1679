import type { FieldError } from '@aftercare/protocol'
import { fieldErrors, newTicketSchema } from '@aftercare/protocol/schemas'
import type { PublicService } from '@aftercare/protocol/service-rules'
import { fileErrors, reference } from './file-errors.ts'
import type { TicketInput } from './ticket-states.ts'

export function ticketErrors(
  { description = '', attachments = [], ...input }: TicketInput,
  files?: PublicService['files'],
): FieldError[] {
  const body = {
    ...input,
    id: reference.fileId,
    description,
    locale: 'en',
    attachments: attachments.map(() => reference),
  }
  return [...fieldErrors(newTicketSchema.safeParse(body).error?.issues ?? [], body), ...fileErrors(attachments, files)]
}
