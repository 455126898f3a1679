import type { Insertable, Selectable } from 'kysely'
import { prepared, preparedInForms, type Queryable } from '../storage/prepared.ts'
import type { FilesTable } from '../storage/schema.ts'
import { noteToDelete } from './deletion-store.ts'
import { previewKey } from './previews.ts'

export type FileRow = Selectable<FilesTable>

type Joined = 'ticket_id' | 'message_id' | 'position' | 'article_id'
type NewFileRow = Omit<Insertable<FilesTable>, Joined | 'scan_attempts' | 'scan_at'>

export const insertFile = prepared((db, p: NewFileRow) =>
  db.insertInto('files').values({
    tenant: p.tenant,
    id: p.id,
    uploader_side: p.uploader_side,
    uploader_id: p.uploader_id,
    name: p.name,
    media_type: p.media_type,
    size: p.size,
    sha256: p.sha256,
    created_at: p.created_at,
    blob_key: p.blob_key,
    scan: p.scan,
    scan_at: p.created_at,
    ticket_id: null,
    message_id: null,
    position: null,
    article_id: null,
  }),
)

/** Joins a file to a ticket or message: what an article shows joins none. No row comes back unless it is the caller's, has these bytes and is free. */
export const joinFile = prepared(
  (
    db,
    p: {
      tenant: string
      id: string
      sha256: string
      side: FilesTable['uploader_side']
      uploader: string
      ticket: string
      message: string | null
      position: number
    },
  ) =>
    db
      .updateTable('files')
      .set({ ticket_id: p.ticket, message_id: p.message, position: p.position })
      .where('tenant', '=', p.tenant)
      .where('id', '=', p.id)
      .where('sha256', '=', p.sha256)
      .where('uploader_side', '=', p.side)
      .where('uploader_id', '=', p.uploader)
      .where('ticket_id', 'is', null)
      .where('article_id', 'is', null)
      .returning(['id', 'name', 'media_type', 'size', 'sha256', 'scan', 'message_id', 'ticket_id']),
)

/** A file with what decides who may have it. */
export const findFile = prepared((db, p: { tenant: string; id: string }) =>
  db
    .selectFrom('files as f')
    .leftJoin('messages as m', (join) => join.onRef('m.tenant', '=', 'f.tenant').onRef('m.id', '=', 'f.message_id'))
    .select([
      'f.id',
      'f.media_type',
      'f.uploader_side',
      'f.uploader_id',
      'f.ticket_id',
      'f.scan',
      'm.kind as message_kind',
    ])
    .where('f.tenant', '=', p.tenant)
    .where('f.id', '=', p.id),
)

/** By id alone, which is unique: for an address whose signature was checked. */
export const findFileForDownload = prepared((db, p: { id: string }) =>
  db
    .selectFrom('files')
    .select(['id', 'name', 'media_type', 'size', 'sha256', 'blob_key'])
    .where('id', '=', p.id)
    .where('scan', 'is', null),
)

type FilesOf =
  | { readonly tenant: string; readonly tickets: readonly string[] }
  | { readonly tenant: string; readonly ticket: string; readonly messages: readonly string[] }

const findFilesOf = preparedInForms((db, _: null, of: FilesOf) => {
  const select = db.selectFrom('files').selectAll().where('tenant', '=', of.tenant).orderBy('position')
  return 'tickets' in of
    ? select.where('ticket_id', 'in', of.tickets).where('message_id', 'is', null)
    : select.where('ticket_id', '=', of.ticket).where('message_id', 'in', of.messages)
})

/** The files of whole tickets or of messages, in the order they were attached. */
export async function filesOf(db: Queryable, of: FilesOf): Promise<FileRow[]> {
  const ids = 'tickets' in of ? of.tickets : of.messages
  return ids.length === 0 ? [] : findFilesOf(db, null, of)
}

/** Files uploaded before an instant that never joined anything. */
export async function unusedFiles(db: Queryable, before: number): Promise<{ id: string }[]> {
  return db
    .selectFrom('files')
    .select('id')
    .where('ticket_id', 'is', null)
    .where('article_id', 'is', null)
    .where('created_at', '<', before)
    .limit(500)
    .execute()
}

/**
 * Lets go of a file, if it is still there and still unused, and notes that its bytes are to be deleted.
 *
 * @returns their keys, for `deleteBlobs`
 */
export async function deleteUnusedFile(tx: Queryable, id: string, now: number): Promise<readonly string[]> {
  const rows = await tx
    .deleteFrom('files')
    .where('id', '=', id)
    .where('ticket_id', 'is', null)
    .where('article_id', 'is', null)
    .returning('blob_key')
    .execute()
  const keys = rows.flatMap(({ blob_key }) => [blob_key ?? id, previewKey(blob_key ?? id)])
  await noteToDelete(tx, keys, now)
  return keys
}
