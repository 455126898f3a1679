import type { Migration } from 'kysely/migration'

/** What staff keep for themselves and each other: views of queues, and macros. */
export function deskMigration(): Migration {
  return {
    async up(db) {
      await db.schema
        .createTable('ticket_views')
        .addColumn('tenant', 'text', (column) => column.notNull())
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('owner_id', 'text', (column) => column.notNull())
        .addColumn('team', 'text')
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('filters', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('updated_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('ticket_views_pk', ['tenant', 'id'])
        .execute()
      await db.schema
        .createTable('macros')
        .addColumn('tenant', 'text', (column) => column.notNull())
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('reply', 'text', (column) => column.notNull())
        .addColumn('actions', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('updated_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('macros_pk', ['tenant', 'id'])
        .addUniqueConstraint('macros_name', ['tenant', 'name'])
        .execute()
    },
  }
}
