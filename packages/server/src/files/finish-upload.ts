import { type FileId, newId } from '@aftercare/protocol'
import { streamingSha256 } from '../handle/digest.ts'
import { write } from '../journal/write.ts'
import type { Services } from '../services.ts'
import { deleteBlobs, discardBlob } from './blobs-to-delete.ts'
import { piecesOfStream, streamed } from './byte-streams.ts'
import { insertFile } from './store.ts'
import { deleteUpload, type PieceRow, piecesOf, type UploadRow, uploaderOf } from './upload-store.ts'

interface Whole {
  readonly key: string
  readonly sha256: string
  /** Whether the bytes under the key were written just now: otherwise they may be somebody's already. */
  readonly made?: boolean
}

/**
 * Makes a file of an upload whose bytes are all there: its digest is read from what is stored, its pieces become one
 * blob, and its row takes the upload's place. Run again after a crash, it does what is left.
 *
 * @param known the whole as the only request has brought it, so that it need not be read again
 */
export async function finishUpload(
  services: Services,
  upload: UploadRow,
  actor: string,
  known?: Whole,
): Promise<{ sha256: string } | undefined> {
  const { journal } = services
  const { tenant, id, name, media_type, size, uploader_side, uploader_id } = upload
  const whole = known ?? (await wholeOf(services, await piecesOf(services.database.reader, { tenant, id })))
  const { key, sha256, made } = whole
  const pieces = await write(journal, { tenant, actor }, async ({ tx, now }) => {
    // Whose it is by now: a visitor may have become a person since it was looked up.
    const [owner = { uploader_side, uploader_id }] = await uploaderOf(tx, { tenant, id })
    const keys = await deleteUpload(tx, { tenant, id }, now, key)
    if (keys) {
      const row = { tenant, id, name, media_type, size, sha256, ...owner, created_at: now }
      await insertFile(tx, { ...row, blob_key: key, scan: services.scanner ? 'waiting' : null })
    }
    // Empty-handed: another process has finished it, or its uploader has ended it.
    return {
      audit: { action: keys ? 'file.uploaded' : 'file.gone', details: { file: id, size, sha256 } },
      result: keys,
    }
  })
  if (!pieces) {
    if (made) await discardBlob(services, key)
    return undefined
  }
  services.scanner?.look({ tenant, id })
  // Rather an orphan than a loss: bytes go after the rows that name them.
  await deleteBlobs(services, pieces)
  return { sha256 }
}

async function wholeOf({ blobs, random }: Services, pieces: readonly PieceRow[]): Promise<Whole> {
  const hash = streamingSha256()
  async function* bytes() {
    for (const { blob_key } of pieces) {
      const stored = await blobs.get(blob_key)
      if (!stored) throw new Error(`The bytes of piece ${blob_key} are gone`)
      for await (const chunk of piecesOfStream(stored)) {
        hash.update(chunk)
        yield chunk
      }
    }
  }
  const [only] = pieces
  if (only && pieces.length === 1) {
    for await (const _ of bytes());
    return { key: only.blob_key, sha256: hash.hex() }
  }
  const key: string = newId<FileId>(random)
  await blobs.put(key, streamed(bytes()))
  return { key, sha256: hash.hex(), made: true }
}
