import { describe } from 'node:test'
import { openPostgres, openSqlite } from '../src/node/index.ts'
import { knowledgeContract } from './knowledge-contract.ts'
import { knowledgeDraftsContract } from './knowledge-drafts-contract.ts'
import { knowledgeEventsContract } from './knowledge-events-contract.ts'
import { knowledgeImagesContract } from './knowledge-images-contract.ts'
import { knowledgeLearningContract } from './knowledge-learning-contract.ts'
import { mailOutboxContract } from './mail-outbox-contract.ts'
import { migratedInFile } from './migrated-database.ts'
import { emptyPostgres, migratedPostgres, missingPostgres } from './node/embedded-postgres.ts'
import { temporaryFolder } from './node/temporary-folder.ts'
import { searchContract } from './search-contract.ts'
import { statusContract } from './status-contract.ts'
import { storageContract } from './storage-contract.ts'
import { webhooksContract } from './webhooks-contract.ts'

describe('SQLite', () => {
  const folder = temporaryFolder()
  let databases = 0
  const openEmpty = () => openSqlite(`${folder}/${++databases}.db`)
  const open = () => migratedInFile(`${folder}/${++databases}.db`)
  storageContract('an SQLite file', openEmpty)
  mailOutboxContract('an SQLite file', open)
  knowledgeContract('an SQLite file', open)
  knowledgeImagesContract('an SQLite file', open)
  knowledgeLearningContract('an SQLite file', open)
  knowledgeDraftsContract('an SQLite file', openEmpty)
  knowledgeEventsContract('an SQLite file', open)
  statusContract('an SQLite file', open)
  webhooksContract('an SQLite file', open)
})

const missing = missingPostgres()
describe('PostgreSQL', { skip: missing ?? false }, () => {
  const openEmpty = async () => openPostgres(await emptyPostgres())
  const open = async () => openPostgres(await migratedPostgres())
  storageContract('PostgreSQL', openEmpty)
  mailOutboxContract('PostgreSQL', open)
  knowledgeContract('PostgreSQL', open)
  searchContract('PostgreSQL', open)
  knowledgeImagesContract('PostgreSQL', open)
  knowledgeLearningContract('PostgreSQL', open)
  knowledgeDraftsContract('PostgreSQL', openEmpty)
  knowledgeEventsContract('PostgreSQL', open)
  statusContract('PostgreSQL', open)
  webhooksContract('PostgreSQL', open)
})
