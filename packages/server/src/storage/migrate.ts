import { type MigrationProvider, Migrator } from 'kysely/migration'
import type { Database } from './database.ts'
import { ticketsMigration } from './migrations/0001-tickets.ts'
import { caseMigration } from './migrations/0002-case.ts'
import { mailMigration } from './migrations/0003-mail.ts'
import { peopleMigration } from './migrations/0004-people.ts'
import { promisesMigration } from './migrations/0005-promises.ts'
import { queuesMigration } from './migrations/0006-queues.ts'
import { deskMigration } from './migrations/0007-desk.ts'
import { filesMigration } from './migrations/0009-files.ts'
import { diagnosticsMigration } from './migrations/0010-diagnostics.ts'
import { standingMigration } from './migrations/0011-standing.ts'
import { identityMigration } from './migrations/0012-identity.ts'
import { fileTurnsMigration } from './migrations/0013-file-turns.ts'
import { blobsToDeleteMigration } from './migrations/0014-blobs-to-delete.ts'
import { knowledgeMigration } from './migrations/0015-knowledge.ts'
import { articleLifeMigration } from './migrations/0016-article-life.ts'
import { learningMigration } from './migrations/0017-learning.ts'
import { ticketSearchMigration } from './migrations/0018-ticket-search.ts'
import { statusMigration } from './migrations/0020-status.ts'
import { webhooksMigration } from './migrations/0021-webhooks.ts'
import { solvedSearchesMigration } from './migrations/0022-solved-searches.ts'

/** In order of their names; a released migration never changes, the next one gets the next number. */
const migrations = (kind: Database['kind']) => ({
  '0001-tickets': ticketsMigration(kind),
  '0002-case': caseMigration(),
  '0003-mail': mailMigration(),
  '0004-people': peopleMigration(),
  '0005-promises': promisesMigration(),
  '0006-queues': queuesMigration(kind),
  '0007-desk': deskMigration(),
  '0009-files': filesMigration(),
  '0010-diagnostics': diagnosticsMigration(),
  '0011-standing': standingMigration(kind),
  '0012-identity': identityMigration(kind),
  '0013-file-turns': fileTurnsMigration(),
  '0014-blobs-to-delete': blobsToDeleteMigration(),
  '0015-knowledge': knowledgeMigration(),
  '0016-article-life': articleLifeMigration(kind),
  '0017-learning': learningMigration(),
  '0018-ticket-search': ticketSearchMigration(kind),
  '0020-status': statusMigration(),
  '0021-webhooks': webhooksMigration(),
  '0022-solved-searches': solvedSearchesMigration(),
})

/** For whoever goes a part of the way only. */
export function migrator(database: Database): Migrator {
  const provider: MigrationProvider = { getMigrations: async () => migrations(database.kind) }
  return new Migrator({ db: database.kysely, provider })
}

/**
 * Brings the schema up to date in one transaction; returns the names of the migrations it ran. Safe to call at every
 * start, and from several processes at once. Rejects with the database's error when one fails, and then the schema is
 * as it was, as after a crash in the middle.
 */
export async function migrate(database: Database): Promise<readonly string[]> {
  const { error, results = [] } = await migrator(database).migrateToLatest()
  if (error !== undefined) throw error
  return results.filter(({ status }) => status === 'Success').map(({ migrationName }) => migrationName)
}

/** Names of the migrations that have yet to run; none means that the schema is current. */
export async function pendingMigrations(database: Database): Promise<readonly string[]> {
  const all = await migrator(database).getMigrations()
  return all.filter(({ executedAt }) => executedAt === undefined).map(({ name }) => name)
}
