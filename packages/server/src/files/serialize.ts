import type { Attachment, FileId } from '@aftercare/protocol'
import type { FileRow } from './store.ts'

/** What both sides see of a file; who uploaded it and what it joined stays here. */
export function serializeAttachment(
  row: Pick<FileRow, 'id' | 'name' | 'media_type' | 'size' | 'sha256' | 'scan'>,
): Attachment {
  return {
    fileId: row.id as FileId,
    name: row.name,
    mediaType: row.media_type,
    size: row.size,
    sha256: row.sha256,
    ...(row.scan && { scan: row.scan }),
  }
}
