import { type FieldError, limits } from '@aftercare/protocol'
import type { PublicService } from '@aftercare/protocol/service-rules'
import type { AttachmentInput } from '../outbox/submission.ts'

/** Stands for a file's id and digest, which are made later. */
export const reference = { fileId: '00000000-0000-4000-8000-000000000000', sha256: '0'.repeat(64) }

/**
 * Pointers to `/attachments/<index>` (its size in bytes) and `/attachments/<index>/name`; to `/attachments` where the
 * tenant takes fewer of them. That there are more than the server takes is the schema's to say.
 */
export function fileErrors(
  attachments: readonly AttachmentInput[],
  { maxCount, maxBytes = limits.fileBytes }: PublicService['files'] = {},
): FieldError[] {
  const over = (pointer: string, length: number, limit = length, code: FieldError['code'] = 'too_long') =>
    length > limit ? [{ pointer, code, limit }] : []
  return [
    ...over('/attachments', attachments.length, maxCount, 'too_many'),
    ...attachments.flatMap((file, index) => [
      ...over(`/attachments/${index}`, file instanceof Blob ? file.size : file.bytes.length, maxBytes),
      ...over(`/attachments/${index}/name`, file.name.length, limits.fileName),
    ]),
  ]
}
