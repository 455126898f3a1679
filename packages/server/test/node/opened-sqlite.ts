import { join } from 'node:path'
import { openSqlite } from '../../src/node/index.ts'
import type { Database } from '../../src/storage/database.ts'
import { migrate } from '../../src/storage/migrate.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Runs over a database of its own in a file, with the schema of today, and closes it. */
export async function opened(run: (database: Database, file: string) => Promise<void>): Promise<void> {
  const file = join(temporaryFolder(), 'aftercare.db')
  const database = await openSqlite(file)
  try {
    await migrate(database)
    await run(database, file)
  } finally {
    await database.close()
  }
}
