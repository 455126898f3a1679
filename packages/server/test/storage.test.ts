import { after, before, describe } from 'node:test'
import { openPostgres, openSqlite } from '../src/node/index.ts'
import { knowledgeContract } from './knowledge-contract.ts'
import { knowledgeDraftsContract } from './knowledge-drafts-contract.ts'
import { knowledgeEventsContract } from './knowledge-events-contract.ts'
import { knowledgeImagesContract } from './knowledge-images-contract.ts'
import { knowledgeLearningContract } from './knowledge-learning-contract.ts'
import { mailOutboxContract } from './mail-outbox-contract.ts'
import { type EmbeddedPostgres, missingPostgres, startPostgres } from './node/embedded-postgres.ts'
import { temporaryFolder } from './node/temporary-folder.ts'
import { searchContract } from './search-contract.ts'
import { storageContract } from './storage-contract.ts'

describe('SQLite', () => {
  const folder = temporaryFolder()
  let databases = 0
  const open = () => openSqlite(`${folder}/${++databases}.db`)
  storageContract('an SQLite file', open)
  mailOutboxContract('an SQLite file', open)
  knowledgeContract('an SQLite file', open)
  knowledgeImagesContract('an SQLite file', open)
  knowledgeLearningContract('an SQLite file', open)
  knowledgeDraftsContract('an SQLite file', open)
  knowledgeEventsContract('an SQLite file', open)
})

const missing = missingPostgres()
describe('PostgreSQL', { skip: missing ?? false }, () => {
  let postgres: EmbeddedPostgres
  let databases = 0
  before(async () => {
    postgres = await startPostgres()
  })
  after(() => postgres.stop())
  const open = async () => openPostgres(await postgres.createDatabase(`contract_${++databases}`))
  storageContract('PostgreSQL', open)
  mailOutboxContract('PostgreSQL', open)
  knowledgeContract('PostgreSQL', open)
  searchContract('PostgreSQL', open)
  knowledgeImagesContract('PostgreSQL', open)
  knowledgeLearningContract('PostgreSQL', open)
  knowledgeDraftsContract('PostgreSQL', open)
  knowledgeEventsContract('PostgreSQL', open)
})
