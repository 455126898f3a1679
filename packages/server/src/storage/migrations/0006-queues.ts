import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Database } from '../database.ts'

/** Later than every promise: of a ticket that nothing is due of. One column sorts alike in both databases. */
const never = Number.MAX_SAFE_INTEGER

/** What queues are sorted and narrowed by, and the words that tickets are found by. */
export function queuesMigration(kind: Database['kind']): Migration {
  return {
    async up(db) {
      await db.schema
        .alterTable('tickets')
        .addColumn('next_due_at', 'bigint', (column) => column.notNull().defaultTo(never))
        .execute()
      await createListIndexes(db)
      await createOpenIndexes(db)
      await createTerms(db, kind)
    },
  }
}

/**
 * One way through all tickets for each order, with what lists are narrowed by behind it, so that passing over a ticket
 * costs no look at its row; and the ways of those whose tickets are many.
 */
async function createListIndexes(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('tickets_changed').execute()
  const indexes = {
    tickets_changed: ['changed_seq', 'status', 'type', 'priority', 'team'],
    tickets_due: ['next_due_at', 'number', 'status', 'type', 'priority', 'team'],
    tickets_team: ['team', 'changed_seq', 'status'],
    tickets_assignee: ['assignee_id', 'changed_seq', 'status'],
  }
  for (const [name, columns] of Object.entries(indexes)) {
    await db.schema
      .createIndex(name)
      .on('tickets')
      .columns(['tenant', ...columns])
      .execute()
  }
}

/** Open tickets are few beside those of all years, and are what people work from. */
async function createOpenIndexes(db: Kysely<unknown>): Promise<void> {
  const open = sql<boolean>`status <> 'closed'`
  const unassigned = sql<boolean>`status <> 'closed' and assignee_id is null`
  const indexes = {
    tickets_open: [['changed_seq', 'status', 'type', 'priority', 'team', 'assignee_id'], open],
    tickets_open_number: [['number', 'status', 'type', 'priority', 'team', 'assignee_id'], open],
    tickets_open_team: [['team', 'changed_seq', 'status', 'assignee_id'], open],
    tickets_open_team_due: [['team', 'next_due_at', 'number', 'status', 'assignee_id'], open],
    tickets_open_assignee: [['assignee_id', 'changed_seq', 'status'], open],
    tickets_open_assignee_due: [['assignee_id', 'next_due_at', 'number', 'status'], open],
    tickets_unassigned: [['changed_seq', 'team', 'status'], unassigned],
    tickets_unassigned_due: [['next_due_at', 'number', 'team', 'status'], unassigned],
  } as const
  for (const [name, [columns, where]] of Object.entries(indexes)) {
    await db.schema
      .createIndex(name)
      .on('tickets')
      .columns(['tenant', ...columns])
      .where(where)
      .execute()
  }
}

async function createTerms(db: Kysely<unknown>, kind: Database['kind']): Promise<void> {
  const table = db.schema
    .createTable('ticket_terms')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('term', 'text', (column) => column.notNull())
    .addColumn('ticket_number', 'bigint', (column) => column.notNull())
    .addColumn('audience', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('ticket_terms_pk', ['tenant', 'term', 'ticket_number', 'audience'])
  // Nothing but its key: SQLite then keeps it once instead of twice.
  await (kind === 'sqlite' ? table.modifyEnd(sql`without rowid`) : table).execute()
  await db.schema
    .createIndex('ticket_terms_ticket')
    .on('ticket_terms')
    .columns(['tenant', 'ticket_number', 'term', 'audience'])
    .execute()
}
