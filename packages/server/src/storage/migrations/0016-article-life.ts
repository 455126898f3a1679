import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Which files the texts of articles show. */
export function articleLifeMigration(): Migration {
  return {
    async up(db) {
      await createFiles(db)
    },
  }
}

async function createFiles(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('files').addColumn('article_id', 'text').execute()
  await db.schema.dropIndex('files_unused').execute()
  await db.schema
    .createIndex('files_unused')
    .on('files')
    .columns(['tenant', 'uploader_side', 'uploader_id', 'size'])
    .where(sql<boolean>`ticket_id is null and article_id is null`)
    .execute()
  await db.schema
    .createIndex('files_imported')
    .on('files')
    .columns(['tenant', 'sha256'])
    .where(sql<boolean>`uploader_id = 'operator'`)
    .execute()
  await db.schema
    .createTable('article_files')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('file_id', 'text', (column) => column.notNull())
    .addColumn('article_id', 'text', (column) => column.notNull())
    .addColumn('locale', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('article_files_pk', ['tenant', 'file_id', 'article_id', 'locale', 'number'])
    .execute()
}
