import { type FieldError, limits } from '@aftercare/protocol'
import type { PublicService } from '@aftercare/protocol/service-rules'
import type { AttachmentInput, StoredFile } from '../outbox/submission.ts'

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

/** Reads files at once, so that they can be kept; a media type that no header can carry is left out. */
export function readFiles(attachments: readonly AttachmentInput[]): Promise<StoredFile[]> {
  return Promise.all(attachments.map(readFile))
}

async function readFile(input: AttachmentInput): Promise<StoredFile> {
  const bytes = input instanceof Blob ? new Uint8Array(await input.arrayBuffer()) : input.bytes
  const type = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(input.type) ? input.type : 'application/octet-stream'
  return { name: input.name, type, bytes }
}
