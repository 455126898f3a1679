import { prepared } from '../storage/prepared.ts'
import type { FilesTable } from '../storage/schema.ts'

/** When a file has its next turn whose bytes are known to be gone. */
const never = Number.MAX_SAFE_INTEGER

/** Files whose turn has come, the one that waits longest for it first. */
export const filesToScan = prepared((db, p: { scan: 'waiting' | 'refused'; now: number }) =>
  db
    .selectFrom('files')
    .select(['tenant', 'id'])
    .where('scan', '=', p.scan)
    .where('scan_at', '<=', p.now)
    .orderBy('scan_at')
    .limit(500),
)

export const findFileToScan = prepared((db, p: { tenant: string; id: string }) =>
  db
    .selectFrom('files')
    .select(['tenant', 'id', 'name', 'media_type', 'size', 'sha256', 'blob_key', 'scan', 'scan_attempts'])
    .where('tenant', '=', p.tenant)
    .where('id', '=', p.id)
    .where('scan', 'is not', null),
)

/** The hook, or the store of a refused one, has failed at it so often, and is asked again then. */
export const putOffScan = prepared((db, p: { tenant: string; id: string; attempts: number; next: number }) =>
  db
    .updateTable('files')
    .set({ scan_attempts: p.attempts, scan_at: p.next })
    .where('tenant', '=', p.tenant)
    .where('id', '=', p.id)
    .where('scan', 'is not', null),
)

/** The bytes of a refused file are gone. */
export const endScan = prepared((db, p: { tenant: string; id: string }) =>
  db
    .updateTable('files')
    .set({ scan_at: never })
    .where('tenant', '=', p.tenant)
    .where('id', '=', p.id)
    .where('scan', '=', 'refused'),
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
