import { prepared, type Queryable } from '../storage/prepared.ts'

const insertKey = prepared((db, p: { blob_key: string; next_at: number }) =>
  db
    .insertInto('blobs_to_delete')
    .values({ blob_key: p.blob_key, next_at: p.next_at })
    .onConflict((conflict) => conflict.column('blob_key').doUpdateSet({ next_at: p.next_at })),
)

/** The store has deleted them. */
export const forgetDeleted = prepared((db, p: { blob_key: string }) =>
  db.deleteFrom('blobs_to_delete').where('blob_key', '=', p.blob_key),
)

/** Those that wait longest first. */
export const dueToDelete = prepared((db, p: { now: number }) =>
  db.selectFrom('blobs_to_delete').select('blob_key').where('next_at', '<=', p.now).orderBy('next_at').limit(500),
)

/**
 * Notes bytes that are to be deleted, within the transaction that takes away the row that names them: whatever ends
 * afterwards, they are not forgotten. `deleteBlobs` follows the commit.
 */
export async function noteToDelete(tx: Queryable, keys: readonly string[], now: number): Promise<void> {
  for (const blob_key of keys) await insertKey(tx, { blob_key, next_at: now })
}
