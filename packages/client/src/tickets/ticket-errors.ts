import { type FieldError, limits } from '@aftercare/protocol'
import { fieldErrors, newMessageSchema, newTicketSchema } from '@aftercare/protocol/schemas'
import type { AttachmentInput } from '../outbox/submission.ts'
import type { ReplyInput, TicketInput } from './ticket-states.ts'

/** Stands for what is made later: the ids of the write and of its files. */
const id = '00000000-0000-4000-8000-000000000000'
const reference = { fileId: id, sha256: '0'.repeat(64) }

export function ticketErrors({ description = '', attachments = [], ...input }: TicketInput): FieldError[] {
  const body = { ...input, id, description, locale: 'en', attachments: attachments.map(() => reference) }
  return [...fieldErrors(newTicketSchema.safeParse(body).error?.issues ?? [], body), ...fileErrors(attachments)]
}

export function replyErrors({ body, attachments = [] }: ReplyInput): FieldError[] {
  const message = { id, body, attachments: attachments.map(() => reference) }
  return [...fieldErrors(newMessageSchema.safeParse(message).error?.issues ?? [], message), ...fileErrors(attachments)]
}

/** Pointers to `/attachments/<index>` (its size in bytes) and `/attachments/<index>/name`. */
function fileErrors(attachments: readonly AttachmentInput[]): FieldError[] {
  return attachments.flatMap((file, index): FieldError[] => {
    const size = file instanceof Blob ? file.size : file.bytes.length
    const errors: FieldError[] = []
    if (size > limits.fileBytes) {
      errors.push({ pointer: `/attachments/${index}`, code: 'too_long', limit: limits.fileBytes })
    }
    if (file.name.length > limits.fileName) {
      errors.push({ pointer: `/attachments/${index}/name`, code: 'too_long', limit: limits.fileName })
    }
    return errors
  })
}
