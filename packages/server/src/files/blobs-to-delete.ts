import type { Services } from '../services.ts'
import { dueToDelete, forgetDeleted, noteToDelete } from './deletion-store.ts'
import { within } from './within.ts'

type Parts = Pick<Services, 'blobs' | 'database' | 'clock' | 'log'>

/** How long a store may take over one deletion, in milliseconds: one that hangs must not hold up everything behind it. */
const patience = 10_000

/** What could not be deleted is tried again after so long, behind all others. Milliseconds. */
const pause = 10 * 60_000

/** So many in a row fail before the rest waits for the next round: it is the store that is away. */
const failuresInARow = 3

/** Deletes what was noted. What the store does not delete now is tried again by the housekeeping. */
export async function deleteBlobs({ blobs, database, clock, log }: Parts, keys: readonly string[]): Promise<void> {
  let failures = 0
  for (const blob_key of keys) {
    if (failures >= failuresInARow) return
    try {
      await within(patience, 'The blob store did not answer in time', blobs.delete(blob_key))
      await forgetDeleted(database.kysely, { blob_key })
      failures = 0
    } catch (error) {
      failures += 1
      log.warn({ key: blob_key, error: String(error) }, 'bytes of no file could not be deleted: it is tried again')
      await noteToDelete(database.kysely, [blob_key], clock() + pause)
    }
  }
}

/** Deletes bytes that were stored, and that no row has ever named. */
export async function discardBlob(parts: Parts, key: string): Promise<void> {
  await noteToDelete(parts.database.kysely, [key], parts.clock())
  await deleteBlobs(parts, [key])
}

/** What is left from before: a crash, a store that was away. */
export async function deleteLeftBlobs(parts: Parts): Promise<void> {
  const due = await dueToDelete(parts.database.reader, { now: parts.clock() })
  await deleteBlobs(
    parts,
    due.map(({ blob_key }) => blob_key),
  )
}
