import { type FieldError, limits, newId, type RandomBytes } from '@aftercare/protocol'
import type { PublicService } from '@aftercare/protocol/service-rules'
import type { EntryFile } from '../outbox/outbox-entry.ts'
import type { AttachmentInput, StoredFile } from '../outbox/submission.ts'
import { anyId } from '../tickets/any-id.ts'

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

/** Stands for what is known of a file once it is sent. */
export const references = (attachments: readonly AttachmentInput[]) =>
  attachments.map(() => ({ fileId: anyId, sha256: '0'.repeat(64) }))

/** As an entry names them, and their bytes. */
export interface ChosenFiles {
  readonly files: readonly EntryFile[]
  readonly bytes: readonly StoredFile['bytes'][]
}

/** Reads files at once, so that they can be kept. */
export async function readFiles(attachments: readonly AttachmentInput[], random: RandomBytes): Promise<ChosenFiles> {
  const read = await Promise.all(attachments.map(readFile))
  return {
    files: read.map(({ name, type, bytes }) => ({ key: newId(random), name, type, size: bytes.length })),
    bytes: read.map(({ bytes }) => bytes),
  }
}

/** A media type that no header can carry is left out. */
async function readFile(input: AttachmentInput): Promise<StoredFile> {
  const bytes = input instanceof Blob ? new Uint8Array(await input.arrayBuffer()) : input.bytes
  const type = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(input.type) ? input.type : 'application/octet-stream'
  return { name: input.name, type, bytes }
}
