import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const waiting = sql<boolean>`next_attempt_at is not null`

/** Mails that go out once their reason is committed. */
export function mailMigration(): Migration {
  return {
    async up(db) {
      await db.schema
        .createTable('mail_outbox')
        .addColumn('tenant', 'text', (column) => column.notNull())
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('dedupe_key', 'text', (column) => column.notNull())
        .addColumn('message_id', 'text', (column) => column.notNull())
        .addColumn('recipient', 'text', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('thread', 'text')
        .addColumn('locale', 'text', (column) => column.notNull())
        .addColumn('data', 'text', (column) => column.notNull())
        .addColumn('position', 'bigint', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('attempts', 'integer', (column) => column.notNull())
        .addColumn('next_attempt_at', 'bigint')
        .addColumn('claimed_until', 'bigint')
        .addColumn('sent_at', 'bigint')
        .addColumn('failed_at', 'bigint')
        .addColumn('failure', 'text')
        .addPrimaryKeyConstraint('mail_outbox_pk', ['tenant', 'id'])
        .addUniqueConstraint('mail_outbox_once', ['tenant', 'dedupe_key'])
        .execute()
      // Small ones: a mail leaves them when it is done.
      await db.schema
        .createIndex('mail_outbox_due')
        .on('mail_outbox')
        .column('next_attempt_at')
        .where(waiting)
        .execute()
      await db.schema
        .createIndex('mail_outbox_waiting')
        .on('mail_outbox')
        .columns(['tenant', 'recipient', 'position'])
        .where(waiting)
        .execute()
      await db.schema
        .createIndex('mail_outbox_sent')
        .on('mail_outbox')
        .columns(['tenant', 'recipient', 'sent_at'])
        .execute()
      await db.schema
        .createIndex('mail_outbox_thread')
        .on('mail_outbox')
        .columns(['tenant', 'thread', 'recipient', 'position'])
        .execute()
    },
  }
}
