import { prepared, type Queryable } from '../storage/prepared.ts'
import type { FilesTable } from '../storage/schema.ts'

/** Files that wait for the scan hook's word, the oldest first. */
export async function filesToScan(db: Queryable): Promise<{ tenant: string; id: string }[]> {
  return db
    .selectFrom('files')
    .select(['tenant', 'id'])
    .where('scan', '=', 'waiting')
    .orderBy('created_at')
    .limit(500)
    .execute()
}

export const findFileToScan = prepared((db, p: { tenant: string; id: string }) =>
  db
    .selectFrom('files')
    .select(['tenant', 'id', 'name', 'media_type', 'size', 'sha256', 'blob_key'])
    .where('tenant', '=', p.tenant)
    .where('id', '=', p.id)
    .where('scan', '=', 'waiting'),
)

/** No row comes back when it waited no more. */
export const settleScan = prepared((db, p: { tenant: string; id: string; scan: FilesTable['scan'] }) =>
  db
    .updateTable('files')
    .set({ scan: p.scan })
    .where('tenant', '=', p.tenant)
    .where('id', '=', p.id)
    .where('scan', '=', 'waiting')
    .returning(['ticket_id', 'message_id']),
)

/** Read within the write that settles it: a file may join a note while it is scanned. */
export const kindOfMessage = prepared((db, p: { tenant: string; id: string }) =>
  db.selectFrom('messages').select('kind').where('tenant', '=', p.tenant).where('id', '=', p.id),
)
