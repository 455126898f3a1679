import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const waiting = sql<boolean>`next_attempt_at is not null`

/** Endpoints that are told of what happens, what they have yet to be told, and what they answered. */
export function webhooksMigration(): Migration {
  return {
    async up(db) {
      await db.schema
        .createTable('webhook_endpoints')
        .addColumn('tenant', 'text', (column) => column.notNull())
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('url', 'text', (column) => column.notNull())
        .addColumn('types', 'text', (column) => column.notNull())
        .addColumn('internal', 'integer', (column) => column.notNull())
        .addColumn('disabled_reason', 'text')
        .addColumn('generation', 'integer', (column) => column.notNull())
        .addColumn('secret_at', 'bigint', (column) => column.notNull())
        .addColumn('failing_since', 'bigint')
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('webhook_endpoints_pk', ['tenant', 'id'])
        .execute()
      await db.schema
        .createTable('webhook_deliveries')
        .addColumn('tenant', 'text', (column) => column.notNull())
        .addColumn('endpoint_id', 'text', (column) => column.notNull())
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('position', 'bigint', (column) => column.notNull())
        .addColumn('type', 'text', (column) => column.notNull())
        .addColumn('body', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('failures', 'integer', (column) => column.notNull())
        .addColumn('next_attempt_at', 'bigint')
        .addColumn('claimed_until', 'bigint')
        .addColumn('delivered_at', 'bigint')
        .addColumn('dead_at', 'bigint')
        .addColumn('failure', 'text')
        .addPrimaryKeyConstraint('webhook_deliveries_pk', ['tenant', 'endpoint_id', 'id'])
        .execute()
      // A small one: a delivery leaves it when it is done.
      await db.schema
        .createIndex('webhook_deliveries_due')
        .on('webhook_deliveries')
        .columns(['tenant', 'endpoint_id', 'next_attempt_at'])
        .where(waiting)
        .execute()
      await db.schema
        .createIndex('webhook_deliveries_position')
        .on('webhook_deliveries')
        .columns(['tenant', 'endpoint_id', 'position'])
        .execute()
      await db.schema.createIndex('webhook_deliveries_age').on('webhook_deliveries').column('created_at').execute()
      await db.schema
        .createTable('webhook_attempts')
        .addColumn('tenant', 'text', (column) => column.notNull())
        .addColumn('endpoint_id', 'text', (column) => column.notNull())
        .addColumn('delivery_id', 'text', (column) => column.notNull())
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('duration', 'integer', (column) => column.notNull())
        .addColumn('status', 'integer')
        .addColumn('failure', 'text')
        .addColumn('excerpt', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('webhook_attempts_pk', ['tenant', 'endpoint_id', 'delivery_id', 'id'])
        .execute()
    },
  }
}
