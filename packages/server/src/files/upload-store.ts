import type { Insertable, Selectable } from 'kysely'
import { prepared, type Queryable } from '../storage/prepared.ts'
import type { UploadPiecesTable, UploadsTable } from '../storage/schema.ts'
import { noteToDelete } from './deletion-store.ts'

export type UploadRow = Selectable<UploadsTable>
export type PieceRow = Selectable<UploadPiecesTable>

/** Whose: nobody else finds it. */
export interface Whose {
  readonly tenant: string
  readonly id: string
  readonly side: UploadsTable['uploader_side']
  readonly uploader: string
}

export const insertUpload = prepared((db, p: Insertable<UploadsTable>) =>
  db.insertInto('uploads').values({
    tenant: p.tenant,
    id: p.id,
    uploader_side: p.uploader_side,
    uploader_id: p.uploader_id,
    name: p.name,
    media_type: p.media_type,
    size: p.size,
    received: 0,
    created_at: p.created_at,
    expires_at: p.expires_at,
  }),
)

/** An upload that has not expired. */
export const findUpload = prepared((db, p: Whose & { now: number }) =>
  db
    .selectFrom('uploads')
    .selectAll()
    .where('tenant', '=', p.tenant)
    .where('id', '=', p.id)
    .where('uploader_side', '=', p.side)
    .where('uploader_id', '=', p.uploader)
    .where('expires_at', '>', p.now),
)

/** A whole file that its uploader has not used yet. */
export const findFinished = prepared((db, p: Whose) =>
  db
    .selectFrom('files')
    .select(['id', 'name', 'media_type', 'size', 'sha256', 'blob_key'])
    .where('tenant', '=', p.tenant)
    .where('id', '=', p.id)
    .where('uploader_side', '=', p.side)
    .where('uploader_id', '=', p.uploader)
    .where('ticket_id', 'is', null),
)

/** Moves an upload on; no row comes back unless it stood at `from`. */
export const advanceUpload = prepared((db, p: { tenant: string; id: string; from: number; to: number }) =>
  db
    .updateTable('uploads')
    .set({ received: p.to })
    .where('tenant', '=', p.tenant)
    .where('id', '=', p.id)
    .where('received', '=', p.from)
    .returning('id'),
)

export const insertPiece = prepared((db, p: PieceRow) =>
  db.insertInto('upload_pieces').values({
    tenant: p.tenant,
    upload_id: p.upload_id,
    start: p.start,
    size: p.size,
    blob_key: p.blob_key,
  }),
)

export const piecesOf = prepared((db, p: { tenant: string; id: string }) =>
  db
    .selectFrom('upload_pieces')
    .selectAll()
    .where('tenant', '=', p.tenant)
    .where('upload_id', '=', p.id)
    .orderBy('start'),
)

export const countPieces = prepared((db, p: { tenant: string; id: string }) =>
  db
    .selectFrom('upload_pieces')
    .select(({ fn }) => fn.countAll<number | string>().as('pieces'))
    .where('tenant', '=', p.tenant)
    .where('upload_id', '=', p.id),
)

export const uploaderOf = prepared((db, p: { tenant: string; id: string }) =>
  db
    .selectFrom('uploads')
    .select(['uploader_side', 'uploader_id'])
    .where('tenant', '=', p.tenant)
    .where('id', '=', p.id),
)

const deleteUploadRow = prepared((db, p: { tenant: string; id: string }) =>
  db.deleteFrom('uploads').where('tenant', '=', p.tenant).where('id', '=', p.id).returning('id'),
)

export const deletePieces = prepared((db, p: { tenant: string; id: string }) =>
  db.deleteFrom('upload_pieces').where('tenant', '=', p.tenant).where('upload_id', '=', p.id).returning('blob_key'),
)

/**
 * Lets go of an upload, and notes that its bytes are to be deleted, but for those under `kept`.
 *
 * @returns their keys, for `deleteBlobs`; or undefined when it was there no more
 */
export async function deleteUpload(
  tx: Queryable,
  of: { tenant: string; id: string },
  now: number,
  kept?: string,
): Promise<readonly string[] | undefined> {
  if ((await deleteUploadRow(tx, of)).length === 0) return undefined
  const keys = (await deletePieces(tx, of)).map(({ blob_key }) => blob_key).filter((key) => key !== kept)
  await noteToDelete(tx, keys, now)
  return keys
}

export async function expiredUploads(db: Queryable, now: number): Promise<{ tenant: string; id: string }[]> {
  return db.selectFrom('uploads').select(['tenant', 'id']).where('expires_at', '<=', now).limit(500).execute()
}
