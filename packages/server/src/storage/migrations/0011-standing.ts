import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Database } from '../database.ts'

type Change = 'insert' | 'update' | 'delete'

/** What decides whom a credential speaks for, and what they see; a new person changes nobody else's. */
const deciding: Readonly<Record<string, readonly Change[]>> = {
  people: ['update', 'delete'],
  memberships: ['insert', 'update', 'delete'],
  served_accounts: ['insert', 'update', 'delete'],
  tenant_issuers: ['update', 'delete'],
  service_definitions: ['insert', 'update', 'delete'],
}

/**
 * A number per tenant that rises with every change of what its people may, kept by the database itself so that no writer
 * can forget it: as long as it stands, what was found out about a caller holds.
 */
export function standingMigration(kind: Database['kind']): Migration {
  return {
    async up(db) {
      await db.schema
        .alterTable('counters')
        .addColumn('standing', 'bigint', (column) => column.notNull().defaultTo(0))
        .execute()
      for (const statement of kind === 'sqlite' ? inSqlite() : inPostgres()) await sql.raw(statement).execute(db)
    },
  }
}

const each = <Result>(make: (table: string, change: Change) => Result): Result[] =>
  Object.entries(deciding).flatMap(([table, changes]) => changes.map((change) => make(table, change)))

const inSqlite = (): string[] =>
  each(
    (table, change) =>
      `create trigger ${table}_${change}_standing after ${change} on ${table}
       begin update counters set standing = standing + 1 where tenant = ${change === 'delete' ? 'old' : 'new'}.tenant; end`,
  )

const inPostgres = (): string[] => [
  `create function standing_changed() returns trigger language plpgsql as $$ begin
     update counters set standing = standing + 1
      where tenant = case when tg_op = 'DELETE' then old.tenant else new.tenant end;
     return null;
   end $$`,
  ...each(
    (table, change) =>
      `create trigger ${table}_${change}_standing after ${change} on ${table}
       for each row execute function standing_changed()`,
  ),
]
