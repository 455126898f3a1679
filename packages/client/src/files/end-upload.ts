import { endUpload, tusHeaders, tusVersion } from '@aftercare/protocol'
import type { Core } from '../core.ts'
import type { EntryFile } from '../outbox/outbox-entry.ts'
import { announceUpload } from './upload.ts'

/**
 * Has the server let go of what it holds of a file that will join nothing. Best effort, and nobody waits for it: what
 * is not let go of expires. The announcement is asked again under its key, and says where the upload is.
 */
export async function letGoOfUpload(core: Core, owner: string | undefined, file: EntryFile): Promise<void> {
  const { key: idempotencyKey, name, type, size } = file
  if (size === undefined) return
  try {
    const { fileId } = await announceUpload(core, { name, type, size }, { idempotencyKey, owner })
    const headers = { [tusHeaders.resumable]: tusVersion }
    await core.send(endUpload, { params: { fileId } }, { headers, owner })
  } catch {
    // It is gone, or has joined a ticket, or the network is away.
  }
}
