import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The service as data, and a ticket's whole way: triage, promises, fixes, visits, closure, and its history. */
export function caseMigration(): Migration {
  return {
    async up(db) {
      await growTickets(db)
      await createHistory(db)
      await createParts(db)
      await createService(db)
    },
  }
}

/** SQLite adds one column a statement, and a column that may not be null needs a default. */
async function growTickets(db: Kysely<unknown>): Promise<void> {
  const texts = { channel: 'http', service_version: '', fields: '{}', impact: '{}', environment: '{}', clocks: '[]' }
  for (const [name, value] of Object.entries(texts)) {
    await db.schema
      .alterTable('tickets')
      .addColumn(name, 'text', (column) => column.notNull().defaultTo(value))
      .execute()
  }
  const optionalTexts = [
    ...['team', 'workaround', 'permanent_fix', 'suspected_cause', 'cause', 'solution', 'prevention'],
    ...['close_reason', 'merged_into'],
  ]
  for (const name of optionalTexts) await db.schema.alterTable('tickets').addColumn(name, 'text').execute()
  for (const name of ['named_date', 'resolved_at', 'closed_at', 'closes_at', 'clocks_wake_at']) {
    await db.schema.alterTable('tickets').addColumn(name, 'bigint').execute()
  }
  await createIndex(db, 'tickets', 'tickets_clocks', ['clocks_wake_at'])
  await createIndex(db, 'tickets', 'tickets_account', ['tenant', 'account', 'changed_seq'])
  await createIndex(db, 'tickets', 'tickets_closes', ['closes_at'])
}

async function createHistory(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('ticket_history')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('ticket_id', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('part', 'integer', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor_side', 'text')
    .addColumn('actor_id', 'text')
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .addColumn('audience', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('ticket_history_pk', ['tenant', 'ticket_id', 'seq', 'part'])
    .execute()

  await db.schema
    .createTable('sla_fired')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('ticket_id', 'text', (column) => column.notNull())
    .addColumn('clock', 'text', (column) => column.notNull())
    .addColumn('generation', 'integer', (column) => column.notNull())
    .addColumn('share', 'double precision', (column) => column.notNull())
    .addColumn('fired_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('sla_fired_pk', ['tenant', 'ticket_id', 'clock', 'generation', 'share'])
    .execute()
}

async function createParts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('ticket_watchers')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('ticket_id', 'text', (column) => column.notNull())
    .addColumn('person_id', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('ticket_watchers_pk', ['tenant', 'ticket_id', 'person_id'])
    .execute()
  await createIndex(db, 'ticket_watchers', 'ticket_watchers_person', ['tenant', 'person_id'])

  await db.schema
    .createTable('ticket_links')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('ticket_id', 'text', (column) => column.notNull())
    .addColumn('other_id', 'text', (column) => column.notNull())
    .addColumn('relation', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('ticket_links_pk', ['tenant', 'ticket_id', 'other_id'])
    .execute()

  await db.schema
    .createTable('ticket_tasks')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('ticket_id', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('team', 'text')
    .addColumn('assignee_id', 'text')
    .addColumn('due_at', 'bigint')
    .addColumn('finished_at', 'bigint')
    .addColumn('result', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('ticket_tasks_pk', ['tenant', 'id'])
    .execute()
  await createIndex(db, 'ticket_tasks', 'ticket_tasks_ticket', ['tenant', 'ticket_id'])
  await createIndex(db, 'ticket_tasks', 'ticket_tasks_team', ['tenant', 'team', 'finished_at'])

  await db.schema
    .createTable('ticket_visits')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('ticket_id', 'text', (column) => column.notNull())
    .addColumn('mode', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('slots', 'text', (column) => column.notNull())
    .addColumn('accepted_slot', 'integer')
    .addColumn('started_at', 'bigint')
    .addColumn('stopped_at', 'bigint')
    .addColumn('report', 'text')
    .addColumn('signed_by', 'text')
    .addColumn('signed_at', 'bigint')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('ticket_visits_pk', ['tenant', 'id'])
    .execute()
  await createIndex(db, 'ticket_visits', 'ticket_visits_ticket', ['tenant', 'ticket_id'])
}

async function createService(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('service_definitions')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('definition', 'text', (column) => column.notNull())
    .addColumn('published_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('service_definitions_pk', ['tenant', 'version'])
    .addUniqueConstraint('service_definitions_position', ['tenant', 'position'])
    .execute()

  await db.schema
    .createTable('article_drafts')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('ticket_id', 'text', (column) => column.notNull())
    .addColumn('locale', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('article_drafts_pk', ['tenant', 'id'])
    .addUniqueConstraint('article_drafts_ticket', ['tenant', 'ticket_id'])
    .execute()
}

async function createIndex(db: Kysely<unknown>, table: string, name: string, columns: string[]): Promise<void> {
  await db.schema.createIndex(name).on(table).columns(columns).execute()
}
