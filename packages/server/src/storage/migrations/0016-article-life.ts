import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Database } from '../database.ts'

/** Which files the texts of articles show, and events about articles. */
export function articleLifeMigration(kind: Database['kind']): Migration {
  return {
    async up(db) {
      await createFiles(db)
      await widenEvents(db, kind)
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

/** An event is no longer always of a ticket. */
async function widenEvents(db: Kysely<unknown>, kind: Database['kind']): Promise<void> {
  if (kind === 'postgres') {
    await db.schema
      .alterTable('events')
      .alterColumn('ticket_id', (column) => column.dropNotNull())
      .execute()
    for (const name of ['article_id', 'locale']) await db.schema.alterTable('events').addColumn(name, 'text').execute()
    await db.schema.alterTable('events').addColumn('revision', 'integer').execute()
    return
  }
  // SQLite makes a column nullable only by making its table anew.
  await db.schema
    .createTable('events_now')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('ticket_id', 'text')
    .addColumn('message_id', 'text')
    .addColumn('article_id', 'text')
    .addColumn('locale', 'text')
    .addColumn('revision', 'integer')
    .addColumn('audience', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('events_pk', ['tenant', 'seq'])
    .execute()
  const columns = 'tenant, seq, at, type, ticket_id, message_id, audience'
  await sql.raw(`insert into events_now (${columns}) select ${columns} from events`).execute(db)
  await db.schema.dropTable('events').execute()
  await db.schema.alterTable('events_now').renameTo('events').execute()
}
