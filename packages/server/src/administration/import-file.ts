import { type FileId, newId } from '@aftercare/protocol'
import { deleteBlobs } from '../files/blobs-to-delete.ts'
import { forgetDeleted, noteToDelete } from '../files/deletion-store.ts'
import { insertFile } from '../files/store.ts'
import { sha256Hex } from '../handle/digest.ts'
import { findImported, findShownById } from '../knowledge/file-store.ts'
import { silentLog } from '../log.ts'
import type { BlobStore } from '../storage/blob-store.ts'
import { type Journal, writeAsOperator } from './write-as-operator.ts'

export interface FileToImport {
  readonly name: string
  readonly mediaType: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** How long bytes may lie without a row while they are being brought in, in milliseconds. */
const hour = 3_600_000

const exportedName = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-(.+)$/

/**
 * Brings an image in that an article will show. One that is here already, by its bytes, is not brought again; until an article
 * shows it, it is an unused file like any other.
 *
 * @returns its id
 * @throws AdministrationError `not_found` (the tenant)
 */
export async function importFile(
  { journal, blobs }: { readonly journal: Journal; readonly blobs: BlobStore },
  tenant: string,
  { name, mediaType, bytes }: FileToImport,
): Promise<string> {
  const { database, random, clock } = journal
  const sha256 = sha256Hex(bytes)
  const [, exported, plain = name] = exportedName.exec(name) ?? []
  const [known] = [
    ...(exported ? await findShownById(database.reader, { tenant, id: exported, sha256 }) : []),
    ...(await findImported(database.reader, { tenant, sha256 })),
  ]
  if (known) return known.id
  const id = newId<FileId>(random)
  // Noted before they are there: a crash leaves no bytes that nothing names.
  await noteToDelete(database.kysely, [id], clock() + hour)
  await blobs.put(id, new Blob([bytes]).stream())
  try {
    await writeAsOperator(journal, tenant, async ({ tx, now }) => {
      const row = { tenant, id, name: plain, media_type: mediaType, size: bytes.byteLength, sha256, blob_key: null }
      await insertFile(tx, { ...row, uploader_side: 'agent', uploader_id: 'operator', created_at: now, scan: null })
      await forgetDeleted(tx, { blob_key: id })
      const details = { file: id, size: bytes.byteLength, sha256 }
      return { audit: { action: 'file.imported', details }, result: undefined }
    })
  } catch (error) {
    await deleteBlobs({ blobs, database, clock, log: silentLog }, [id])
    throw error
  }
  return id
}
