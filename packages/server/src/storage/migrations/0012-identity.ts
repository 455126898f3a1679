import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Database } from '../database.ts'

/** Visitors: people whom no backend vouches for, by the hash of a token. */
export function identityMigration(kind: Database['kind']): Migration {
  return {
    async up(db) {
      await db.schema
        .alterTable('tenants')
        .addColumn('visitors_allowed', 'integer', (column) => column.notNull().defaultTo(0))
        .execute()
      await db.schema
        .createTable('visitors')
        .addColumn('tenant', 'text', (column) => column.notNull())
        .addColumn('person_id', 'text', (column) => column.notNull())
        .addColumn('token_hash', 'text', (column) => column.notNull().unique())
        .addColumn('challenge', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .addColumn('ended_at', 'bigint')
        .addColumn('merged_into', 'text')
        .addPrimaryKeyConstraint('visitors_pk', ['tenant', 'person_id'])
        .addUniqueConstraint('visitors_challenge', ['tenant', 'challenge'])
        .execute()
      for (const statement of kind === 'sqlite' ? inSqlite : inPostgres) await sql.raw(statement).execute(db)
    },
  }
}

// Whoever listens as a visitor is asked about anew when the visitor ends, or the tenant lets none in any more.

const raised = (tenant: string) => `update counters set standing = standing + 1 where tenant = ${tenant}`

const inSqlite = [
  `create trigger visitors_update_standing after update on visitors begin ${raised('new.tenant')}; end`,
  `create trigger visitors_delete_standing after delete on visitors begin ${raised('old.tenant')}; end`,
  `create trigger tenants_visitors_standing after update of visitors_allowed on tenants begin ${raised('new.id')}; end`,
]

const inPostgres = [
  `create function visitors_allowed_changed() returns trigger language plpgsql as $$ begin
     ${raised('new.id')};
     return null;
   end $$`,
  ...['update', 'delete'].map(
    (change) =>
      `create trigger visitors_${change}_standing after ${change} on visitors
       for each row execute function standing_changed()`,
  ),
  `create trigger tenants_visitors_standing after update of visitors_allowed on tenants
   for each row execute function visitors_allowed_changed()`,
]
