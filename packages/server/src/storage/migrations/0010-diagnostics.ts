import type { Migration } from 'kysely/migration'

/** What a person's page noted and the person sent: apart from the ticket, so that it can be erased without it. */
export function diagnosticsMigration(): Migration {
  return {
    async up(db) {
      await db.schema
        .createTable('ticket_diagnostics')
        .addColumn('tenant', 'text', (column) => column.notNull())
        .addColumn('ticket_id', 'text', (column) => column.notNull())
        .addColumn('sender_side', 'text', (column) => column.notNull())
        .addColumn('sender_id', 'text', (column) => column.notNull())
        .addColumn('lines', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('ticket_diagnostics_pk', ['tenant', 'ticket_id'])
        .execute()
    },
  }
}
