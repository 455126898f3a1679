import type { Migration } from 'kysely/migration'

/** What the service does by itself: when silence is acted on, and which tenants' tickets are to be read anew. */
export function promisesMigration(): Migration {
  return {
    async up(db) {
      await db.schema.alterTable('tickets').addColumn('silence_at', 'bigint').execute()
      await db.schema.createIndex('tickets_silence').on('tickets').columns(['silence_at']).execute()
      await db.schema
        .createTable('service_recounts')
        .addColumn('tenant', 'text', (column) => column.primaryKey())
        .addColumn('after_id', 'text', (column) => column.notNull())
        .execute()
    },
  }
}
