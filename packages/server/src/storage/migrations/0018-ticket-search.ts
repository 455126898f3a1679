import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Database } from '../database.ts'

/** The search of tickets by an index in memory: what it is loaded from, and how it learns what was said since. */
export function ticketSearchMigration(kind: Database['kind']): Migration {
  const bytes = kind === 'sqlite' ? sql`blob` : sql`bytea`
  return {
    async up(db) {
      await db.schema.dropTable('ticket_terms').execute()
      await db.schema
        .alterTable('tickets')
        .addColumn('said_seq', 'bigint', (column) => column.notNull().defaultTo(0))
        .execute()
      await db.schema.createIndex('tickets_said').on('tickets').columns(['tenant', 'said_seq', 'number']).execute()
      await db.schema
        .createTable('search_segments')
        .addColumn('tenant', 'text', (column) => column.notNull())
        .addColumn('circle', 'text', (column) => column.notNull())
        .addColumn('block', 'integer', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('said_seq', 'bigint', (column) => column.notNull())
        .addColumn('titles', bytes, (column) => column.notNull())
        .addColumn('bodies', bytes, (column) => column.notNull())
        .addPrimaryKeyConstraint('search_segments_pk', ['tenant', 'block', 'circle'])
        .execute()
    },
  }
}
