import type { Attachment, AttachmentReference } from '@aftercare/protocol'
import { ProblemError } from '../handle/problem-error.ts'
import type { Principal } from '../identity/principal.ts'
import type { Writing } from '../journal/write.ts'
import type { Services } from '../services.ts'
import { fileLimits } from './file-limits.ts'
import { serializeAttachment } from './serialize.ts'
import { joinFile } from './store.ts'

/**
 * Joins uploaded files to a ticket, or to one of its messages, within its transaction. Each must be the caller's
 * own, unused, and have the bytes the caller means. How large one may be was judged when it was announced: what was
 * taken then is not refused because the vendor has changed its mind since.
 *
 * @throws ProblemError validation_failed when there are more than the tenant takes
 * @throws ProblemError attachment_unknown, pointing at the first that is not; nothing says why
 */
export async function joinFiles(
  services: Pick<Services, 'book'>,
  { tx, tenant }: Writing,
  principal: Principal,
  to: { ticket: string; message: string | null },
  attachments: readonly AttachmentReference[],
): Promise<Attachment[]> {
  if (attachments.length > 0) {
    const { maxCount } = await fileLimits(services, tx, tenant)
    if (attachments.length > maxCount) {
      throw new ProblemError('validation_failed', {
        errors: [{ pointer: '/attachments', code: 'too_many', limit: maxCount }],
      })
    }
  }
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
