import type { Migration } from 'kysely/migration'

/** What searches came to, by day and by what was searched for: nobody is named. */
export function learningMigration(): Migration {
  return {
    async up(db) {
      await db.schema
        .createTable('search_outcomes')
        .addColumn('tenant', 'text', (column) => column.notNull())
        .addColumn('day', 'text', (column) => column.notNull())
        .addColumn('locale', 'text', (column) => column.notNull())
        .addColumn('query', 'text', (column) => column.notNull())
        .addColumn('searches', 'integer', (column) => column.notNull())
        .addColumn('without_result', 'integer', (column) => column.notNull())
        .addColumn('without_click', 'integer', (column) => column.notNull())
        .addColumn('ticket_after', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('search_outcomes_pk', ['tenant', 'locale', 'query', 'day'])
        .execute()
      await db.schema.createIndex('search_outcomes_day').on('search_outcomes').column('day').execute()
    },
  }
}
