import type { Migration } from 'kysely/migration'

/** Bytes that no row names any more and that the store still holds. */
export function blobsToDeleteMigration(): Migration {
  return {
    async up(db) {
      await db.schema
        .createTable('blobs_to_delete')
        .addColumn('blob_key', 'text', (column) => column.primaryKey())
        .addColumn('next_at', 'bigint', (column) => column.notNull())
        .execute()
      await db.schema.createIndex('blobs_to_delete_next').on('blobs_to_delete').column('next_at').execute()
    },
  }
}
