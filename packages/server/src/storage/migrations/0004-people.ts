import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Customer organizations with what is known of them, who is what in them, and the staff's teams and agreements. */
export function peopleMigration(): Migration {
  return {
    async up(db) {
      await createAccounts(db)
      await createMembership(db)
      await createDeployments(db)
      await growStaff(db)
      await adoptKnownAccounts(db)
      await createIndex(db, 'ticket_tasks', 'ticket_tasks_assignee', ['tenant', 'assignee_id', 'finished_at'])
      await createIndex(db, 'people', 'people_account', ['tenant', 'account'])
    },
  }
}

async function createAccounts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('accounts')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('tier', 'text', (column) => column.notNull())
    .addColumn('background', 'text', (column) => column.notNull())
    .addColumn('locale', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('accounts_pk', ['tenant', 'id'])
    .execute()

  await db.schema
    .createTable('account_contacts')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('function', 'text', (column) => column.notNull())
    .addColumn('email', 'text')
    .addColumn('phone', 'text')
    .addPrimaryKeyConstraint('account_contacts_pk', ['tenant', 'id'])
    .execute()
  await createIndex(db, 'account_contacts', 'account_contacts_account', ['tenant', 'account'])

  await db.schema
    .createTable('account_projects')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('size', 'text', (column) => column.notNull())
    .addColumn('needs', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('account_projects_pk', ['tenant', 'id'])
    .execute()
  await createIndex(db, 'account_projects', 'account_projects_account', ['tenant', 'account'])

  await db.schema
    .createTable('account_notes')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('author_id', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('account_notes_pk', ['tenant', 'id'])
    .execute()
  await createIndex(db, 'account_notes', 'account_notes_account', ['tenant', 'account', 'seq'])
}

async function createMembership(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('memberships')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('person_id', 'text', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('memberships_pk', ['tenant', 'person_id', 'account'])
    .execute()
  await createIndex(db, 'memberships', 'memberships_account', ['tenant', 'account'])

  await db.schema
    .createTable('served_accounts')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('partner', 'text', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('served_accounts_pk', ['tenant', 'partner', 'account'])
    .execute()
}

async function createDeployments(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('deployments')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('product', 'text', (column) => column.notNull())
    .addColumn('environment', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('version_since', 'bigint', (column) => column.notNull())
    .addColumn('retired_at', 'bigint')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('deployments_pk', ['tenant', 'id'])
    .execute()
  await createIndex(db, 'deployments', 'deployments_account', ['tenant', 'account'])

  await db.schema
    .createTable('deployment_upgrades')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('deployment_id', 'text', (column) => column.notNull())
    .addColumn('from_version', 'text', (column) => column.notNull())
    .addColumn('to_version', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('backup_at', 'bigint')
    .addColumn('backup_place', 'text')
    .addColumn('note', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('deployment_upgrades_pk', ['tenant', 'id'])
    .execute()
  await createIndex(db, 'deployment_upgrades', 'deployment_upgrades_deployment', ['tenant', 'deployment_id', 'at'])
}

/** SQLite adds one column a statement, and a column that may not be null needs a default. */
async function growStaff(db: Kysely<unknown>): Promise<void> {
  for (const name of ['skills', 'languages']) {
    await db.schema
      .alterTable('staff')
      .addColumn(name, 'text', (column) => column.notNull().defaultTo('[]'))
      .execute()
  }
  for (const name of ['teams', 'job_profile', 'working_hours', 'agreement_version']) {
    await db.schema.alterTable('staff').addColumn(name, 'text').execute()
  }
  for (const name of ['agreement_signed_at', 'agreement_expires_at', 'offboarded_at']) {
    await db.schema.alterTable('staff').addColumn(name, 'bigint').execute()
  }
  await db.schema
    .alterTable('tenants')
    .addColumn('agreement_required', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
}

/** Accounts that tokens have named so far begin as any account does that a token names first. */
async function adoptKnownAccounts(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into accounts (tenant, id, name, tier, background, created_at, updated_at)
    select tenant, account, account, 'standard', '', min(created_at), min(created_at)
    from people where account is not null group by tenant, account
  `.execute(db)
}

async function createIndex(db: Kysely<unknown>, table: string, name: string, columns: string[]): Promise<void> {
  await db.schema.createIndex(name).on(table).columns(columns).execute()
}
