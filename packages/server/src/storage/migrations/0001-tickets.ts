import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Database } from '../database.ts'

/** Tenants and who may speak for them, tickets and what belongs to them, events, audit, idempotency. */
export function ticketsMigration(kind: Database['kind']): Migration {
  return {
    async up(db) {
      await createIdentity(db)
      await createTickets(db)
      await createJournals(db)
      for (const statement of kind === 'sqlite' ? appendOnlyInSqlite : appendOnlyInPostgres) {
        await sql.raw(statement).execute(db)
      }
    },
  }
}

async function createIdentity(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('tenants')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()

  await db.schema
    .createTable('tenant_issuers')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('issuer', 'text', (column) => column.notNull())
    .addColumn('kid', 'text', (column) => column.notNull())
    .addColumn('algorithm', 'text', (column) => column.notNull())
    .addColumn('jwk', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('retired_at', 'bigint')
    .addPrimaryKeyConstraint('tenant_issuers_pk', ['tenant', 'issuer', 'kid'])
    .execute()

  await db.schema
    .createTable('people')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('issuer', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('account', 'text')
    .addColumn('valid_after', 'bigint')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('people_pk', ['tenant', 'id'])
    .addUniqueConstraint('people_subject', ['tenant', 'issuer', 'subject'])
    .execute()

  await db.schema
    .createTable('people_details')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('person_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text')
    .addColumn('email', 'text')
    .addColumn('email_verified', 'integer', (column) => column.notNull())
    .addColumn('locale', 'text')
    .addPrimaryKeyConstraint('people_details_pk', ['tenant', 'person_id'])
    .execute()

  await db.schema
    .createTable('staff')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('staff_pk', ['tenant', 'id'])
    .execute()

  await db.schema
    .createTable('staff_keys')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('staff_id', 'text', (column) => column.notNull())
    .addColumn('key_hash', 'text', (column) => column.notNull().unique())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('revoked_at', 'bigint')
    .addPrimaryKeyConstraint('staff_keys_pk', ['tenant', 'id'])
    .execute()
}

async function createTickets(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('tickets')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('number', 'bigint', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('description', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('priority', 'text')
    .addColumn('requester_id', 'text', (column) => column.notNull())
    .addColumn('assignee_id', 'text')
    .addColumn('account', 'text')
    .addColumn('locale', 'text', (column) => column.notNull())
    .addColumn('replies', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('changed_seq', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('tickets_pk', ['tenant', 'id'])
    .addUniqueConstraint('tickets_number', ['tenant', 'number'])
    .execute()
  await createIndex(db, 'tickets', 'tickets_changed', ['tenant', 'changed_seq'])
  await createIndex(db, 'tickets', 'tickets_requester', ['tenant', 'requester_id', 'changed_seq'])

  await db.schema
    .createTable('messages')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('ticket_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('author_side', 'text', (column) => column.notNull())
    .addColumn('author_id', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('messages_pk', ['tenant', 'id'])
    .execute()
  await createIndex(db, 'messages', 'messages_conversation', ['tenant', 'ticket_id', 'seq'])

  await db.schema
    .createTable('files')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('uploader_side', 'text', (column) => column.notNull())
    .addColumn('uploader_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('media_type', 'text', (column) => column.notNull())
    .addColumn('size', 'bigint', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('ticket_id', 'text')
    .addColumn('message_id', 'text')
    .addColumn('position', 'integer')
    .addPrimaryKeyConstraint('files_pk', ['tenant', 'id'])
    .execute()
  await createIndex(db, 'files', 'files_ticket', ['tenant', 'ticket_id'])
}

async function createJournals(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('counters')
    .addColumn('tenant', 'text', (column) => column.primaryKey())
    .addColumn('ticket_number', 'bigint', (column) => column.notNull())
    .addColumn('event_seq', 'bigint', (column) => column.notNull())
    .addColumn('events_pruned', 'bigint', (column) => column.notNull())
    .addColumn('audit_seq', 'bigint', (column) => column.notNull())
    .addColumn('audit_head', 'text', (column) => column.notNull())
    .execute()

  await db.schema
    .createTable('events')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('ticket_id', 'text', (column) => column.notNull())
    .addColumn('message_id', 'text')
    .addColumn('audience', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('events_pk', ['tenant', 'seq'])
    .execute()

  await db.schema
    .createTable('audit_log')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('details', 'text', (column) => column.notNull())
    .addColumn('previous_hash', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('mac', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_log_pk', ['tenant', 'seq'])
    .execute()

  await db.schema
    .createTable('idempotency_keys')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('principal', 'text', (column) => column.notNull())
    .addColumn('route', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('status', 'integer', (column) => column.notNull())
    .addColumn('response', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('idempotency_keys_pk', ['tenant', 'principal', 'route', 'key'])
    .execute()
  await createIndex(db, 'idempotency_keys', 'idempotency_keys_age', ['created_at'])
}

async function createIndex(db: Kysely<unknown>, table: string, name: string, columns: string[]): Promise<void> {
  await db.schema.createIndex(name).on(table).columns(columns).execute()
}

/** `INSERT OR REPLACE` deletes without firing delete triggers, so an occupied place is guarded as well. */
const appendOnlyInSqlite = [
  `create trigger audit_log_no_update before update on audit_log
   begin select raise(abort, 'audit_log is append-only'); end`,
  `create trigger audit_log_no_delete before delete on audit_log
   begin select raise(abort, 'audit_log is append-only'); end`,
  `create trigger audit_log_no_replace before insert on audit_log
   when exists (select 1 from audit_log where tenant = new.tenant and seq = new.seq)
   begin select raise(abort, 'audit_log is append-only'); end`,
]

const appendOnlyInPostgres = [
  `create function audit_log_append_only() returns trigger language plpgsql as
   $$ begin raise exception 'audit_log is append-only'; end $$`,
  `create trigger audit_log_no_change before update or delete on audit_log
   for each row execute function audit_log_append_only()`,
  `create trigger audit_log_no_truncate before truncate on audit_log
   for each statement execute function audit_log_append_only()`,
]
