import { type FieldError, limits } from '@aftercare/protocol'
import type { AttachmentInput } from '../outbox/submission.ts'

/** Stands for a file's id and digest, which are made later. */
export const reference = { fileId: '00000000-0000-4000-8000-000000000000', sha256: '0'.repeat(64) }

/** Pointers to `/attachments/<index>` (its size in bytes) and `/attachments/<index>/name`. */
export function fileErrors(attachments: readonly AttachmentInput[]): FieldError[] {
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
