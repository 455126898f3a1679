import type { Migration } from 'kysely/migration'

/** Uploads that come in pieces, and where the bytes of a finished file lie. */
export function filesMigration(): Migration {
  return {
    async up(db) {
      await db.schema
        .createTable('uploads')
        .addColumn('tenant', 'text', (column) => column.notNull())
        .addColumn('id', 'text', (column) => column.notNull().unique())
        .addColumn('uploader_side', 'text', (column) => column.notNull())
        .addColumn('uploader_id', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('media_type', 'text', (column) => column.notNull())
        .addColumn('size', 'bigint', (column) => column.notNull())
        .addColumn('received', 'bigint', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('uploads_pk', ['tenant', 'id'])
        .execute()
      await db.schema.createIndex('uploads_expiring').on('uploads').column('expires_at').execute()
      await db.schema
        .createIndex('uploads_uploader')
        .on('uploads')
        .columns(['tenant', 'uploader_side', 'uploader_id'])
        .execute()
      await db.schema
        .createTable('upload_pieces')
        .addColumn('tenant', 'text', (column) => column.notNull())
        .addColumn('upload_id', 'text', (column) => column.notNull())
        .addColumn('start', 'bigint', (column) => column.notNull())
        .addColumn('size', 'bigint', (column) => column.notNull())
        .addColumn('blob_key', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('upload_pieces_pk', ['tenant', 'upload_id', 'start'])
        .execute()
      await db.schema.alterTable('files').addColumn('blob_key', 'text').execute()
      await db.schema.alterTable('files').addColumn('scan', 'text').execute()
      await db.schema.createIndex('files_scan').on('files').columns(['scan', 'created_at']).execute()
    },
  }
}
