import type { Attachment, AttachmentReference } from '@aftercare/protocol'
import { ProblemError } from '../handle/problem-error.ts'
import type { Principal } from '../identity/principal.ts'
import type { Writing } from '../journal/write.ts'
import { serializeAttachment } from './serialize.ts'
import { joinFile } from './store.ts'

/**
 * Joins uploaded files to a ticket, or to one of its messages, within its transaction. Each must be the caller's
 * own, unused, and have the bytes the caller means.
 *
 * @throws ProblemError attachment_unknown, pointing at the first that is not; nothing says why
 */
export async function joinFiles(
  { tx, tenant }: Writing,
  principal: Principal,
  to: { ticket: string; message: string | null },
  attachments: readonly AttachmentReference[],
): Promise<Attachment[]> {
  const joined: Attachment[] = []
  for (const [position, { fileId, sha256 }] of attachments.entries()) {
    const { side, id: uploader } = principal
    const [row] = await joinFile(tx, { tenant, id: fileId, sha256, side, uploader, ...to, position })
    if (!row) {
      const pointer = `/attachments/${position}`
      throw new ProblemError('attachment_unknown', { errors: [{ pointer, code: 'invalid' }] })
    }
    joined.push(serializeAttachment(row))
  }
  return joined
}
