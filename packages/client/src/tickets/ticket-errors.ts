import type { FieldError } from '@aftercare/protocol'
import { fieldErrors, newTicketSchema } from '@aftercare/protocol/schemas'
import type { PublicService } from '@aftercare/protocol/service-rules'
import { reference } from './file-reference.ts'
import type { TicketInput } from './ticket-states.ts'

export async function ticketErrors(
  { description = '', attachments = [], ...input }: TicketInput,
  files?: PublicService['files'],
): Promise<readonly FieldError[]> {
  const body = {
    ...input,
    id: reference.fileId,
    description,
    locale: 'en',
    attachments: attachments.map(() => reference),
  }
  const errors = fieldErrors(newTicketSchema.safeParse(body).error?.issues ?? [], body)
  if (attachments.length === 0) return errors
  const { fileErrors } = await import('../files/chosen-files.ts')
  return [...errors, ...fileErrors(attachments, files)]
}
