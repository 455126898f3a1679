import { prepared } from '../storage/prepared.ts'
import type { FilesTable } from '../storage/schema.ts'

/** Files whose turn with the scan hook has come, the one that waits longest for it first. */
export const filesToScan = prepared((db, p: { now: number }) =>
  db
    .selectFrom('files')
    .select(['tenant', 'id'])
    .where('scan', '=', 'waiting')
    .where('scan_at', '<=', p.now)
    .orderBy('scan_at')
    .limit(500),
)

export const findFileToScan = prepared((db, p: { tenant: string; id: string }) =>
  db
    .selectFrom('files')
    .select(['tenant', 'id', 'name', 'media_type', 'size', 'sha256', 'blob_key', 'scan_attempts'])
    .where('tenant', '=', p.tenant)
    .where('id', '=', p.id)
    .where('scan', '=', 'waiting'),
)

/** The hook has failed at it so often, and is asked again then. */
export const putOffScan = prepared((db, p: { tenant: string; id: string; attempts: number; next: number }) =>
  db
    .updateTable('files')
    .set({ scan_attempts: p.attempts, scan_at: p.next })
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
