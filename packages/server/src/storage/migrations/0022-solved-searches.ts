import type { Migration } from 'kysely/migration'

/** How often an article solved it, by the word of whoever asked. What was counted before does not say. */
export function solvedSearchesMigration(): Migration {
  return {
    async up(db) {
      await db.schema
        .alterTable('search_outcomes')
        .addColumn('solved', 'integer', (column) => column.notNull().defaultTo(0))
        .execute()
    },
  }
}
