import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** When each waiting file has its turn with the scan hook, and indexes for what belongs to no ticket yet. */
export function fileTurnsMigration(): Migration {
  return {
    async up(db) {
      await db.schema
        .alterTable('files')
        .addColumn('scan_attempts', 'integer', (column) => column.notNull().defaultTo(0))
        .execute()
      await db.schema
        .alterTable('files')
        .addColumn('scan_at', 'bigint', (column) => column.notNull().defaultTo(0))
        .execute()
      await db.schema.dropIndex('files_scan').execute()
      await db.schema.createIndex('files_scan').on('files').columns(['scan', 'scan_at']).execute()
      await db.schema
        .createIndex('files_unused')
        .on('files')
        .columns(['tenant', 'uploader_side', 'uploader_id', 'size'])
        .where(sql<boolean>`ticket_id is null`)
        .execute()
    },
  }
}
