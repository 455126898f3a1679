import { join } from 'node:path'
import type { Database } from '../../src/storage/database.ts'
import { migratedInFile } from '../migrated-database.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Runs over a database of its own in a file, with the schema of today, and closes it. */
export async function opened(run: (database: Database, file: string) => Promise<void>): Promise<void> {
  const file = join(temporaryFolder(), 'aftercare.db')
  const database = await migratedInFile(file)
  try {
    await run(database, file)
  } finally {
    await database.close()
  }
}
