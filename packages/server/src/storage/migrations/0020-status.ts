import { versionKey } from '@aftercare/protocol/knowledge'
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Schema } from '../schema.ts'

/** Notices with their updates, whom they concern and who answered, and how components were. */
export function statusMigration(): Migration {
  return {
    async up(db) {
      await createNotices(db)
      await createAnswers(db)
      await db.schema
        .createTable('component_spells')
        .addColumn('tenant', 'text', (column) => column.notNull())
        .addColumn('component', 'text', (column) => column.notNull())
        .addColumn('notice_id', 'text', (column) => column.notNull())
        .addColumn('began_seq', 'bigint', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('began_at', 'bigint', (column) => column.notNull())
        .addColumn('ended_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('component_spells_pk', ['tenant', 'component', 'notice_id', 'began_seq'])
        .execute()
      await db.schema
        .createIndex('component_spells_ended')
        .on('component_spells')
        .columns(['tenant', 'ended_at'])
        .execute()
      for (const name of ['notice_id', 'component']) {
        await db.schema.alterTable('events').addColumn(name, 'text').execute()
      }
      await sortVersions(db)
    },
  }
}

async function createNotices(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('notices')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('position', 'bigint', (column) => column.notNull())
    .addColumn('changed_seq', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('open', 'integer', (column) => column.notNull())
    .addColumn('impact', 'text', (column) => column.notNull())
    .addColumn('everybody', 'integer', (column) => column.notNull())
    .addColumn('concerns', 'text', (column) => column.notNull())
    .addColumn('components', 'text', (column) => column.notNull())
    .addColumn('texts', 'text', (column) => column.notNull())
    .addColumn('window_from', 'bigint')
    .addColumn('window_until', 'bigint')
    .addColumn('urgency', 'text')
    .addColumn('target_version', 'text')
    .addColumn('choices', 'text', (column) => column.notNull())
    .addColumn('schedule', 'integer', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addPrimaryKeyConstraint('notices_pk', ['tenant', 'id'])
    .addUniqueConstraint('notices_position', ['tenant', 'position'])
    .execute()
  await db.schema.createIndex('notices_open').on('notices').columns(['tenant', 'open', 'position']).execute()
  await db.schema.createIndex('notices_kind').on('notices').columns(['tenant', 'kind', 'position']).execute()
  await db.schema
    .createTable('notice_updates')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('notice_id', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('news', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('texts', 'text', (column) => column.notNull())
    .addColumn('components', 'text', (column) => column.notNull())
    .addColumn('window_from', 'bigint')
    .addColumn('window_until', 'bigint')
    .addColumn('author', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('notice_updates_pk', ['tenant', 'notice_id', 'number'])
    .execute()
  await db.schema
    .createTable('notice_concerns')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('notice_id', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('account', 'text')
    .addColumn('product', 'text')
    .addColumn('first_version_key', 'text')
    .addColumn('last_version_key', 'text')
    .addPrimaryKeyConstraint('notice_concerns_pk', ['tenant', 'notice_id', 'number'])
    .execute()
}

async function createAnswers(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('notice_joins')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('notice_id', 'text', (column) => column.notNull())
    .addColumn('person_id', 'text', (column) => column.notNull())
    .addColumn('account', 'text')
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('notice_joins_pk', ['tenant', 'notice_id', 'person_id'])
    .execute()
  await db.schema.createIndex('notice_joins_person').on('notice_joins').columns(['tenant', 'person_id']).execute()
  await db.schema
    .createTable('notice_acknowledgements')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('notice_id', 'text', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('person_id', 'text', (column) => column.notNull())
    .addColumn('schedule', 'integer', (column) => column.notNull())
    .addColumn('window_from', 'bigint')
    .addColumn('window_until', 'bigint')
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('notice_acknowledgements_pk', ['tenant', 'notice_id', 'account'])
    .execute()
}

/** Which deployments are of versions that a notice is about is found by an index. */
async function sortVersions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('deployments')
    .addColumn('version_key', 'text', (column) => column.notNull().defaultTo(''))
    .execute()
  const rows = db as Kysely<Schema>
  for (const { tenant, id, version } of await rows
    .selectFrom('deployments')
    .select(['tenant', 'id', 'version'])
    .execute()) {
    const of = rows.updateTable('deployments').set({ version_key: versionKey(version) })
    await of.where('tenant', '=', tenant).where('id', '=', id).execute()
  }
  await db.schema.createIndex('deployments_product').on('deployments').columns(['tenant', 'product']).execute()
}
