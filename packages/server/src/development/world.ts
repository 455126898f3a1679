import { join } from 'node:path'
import type { RandomBytes } from '@aftercare/protocol'
import { fileBlobStore } from '../node/file-blob-store.ts'
import { readKept, replaceKept } from '../node/kept-file.ts'
import { picturePreviews } from '../node/picture-previews.ts'
import { keptSecrets } from '../node/secrets.ts'
import { openSqlite } from '../node/sqlite.ts'
import { freshSecrets } from '../secrets.ts'
import { memoryBlobStore } from '../storage/memory-blob-store.ts'
import { type StaffKeys, seededWorld, type World, type WorldOptions } from './seeded-world.ts'

export interface DevelopmentWorldOptions extends WorldOptions {
  /** Where database, files and keys are kept; absent: everything in memory, gone with the process. */
  readonly dataDir?: string | undefined
}

export type DevelopmentWorld = World

/**
 * The real server with a tenant, staff, keys and a few conversations in it: for examples, tests and trying out.
 * What is random is made on the first start; a second start over the same folder finds all of it again.
 */
export async function createDevelopmentWorld(options: DevelopmentWorldOptions = {}): Promise<DevelopmentWorld> {
  const { dataDir } = options
  const random: RandomBytes = (bytes) => void crypto.getRandomValues(bytes)
  const shared = { random, previews: picturePreviews }
  if (dataDir === undefined) {
    const database = await openSqlite(':memory:')
    return seededWorld({ database, blobs: memoryBlobStore(), secrets: freshSecrets(random), ...shared }, options)
  }
  const secrets = await keptSecrets(dataDir, random)
  const keysFile = join(dataDir, 'development-keys.json')
  const parts = {
    database: await openSqlite(join(dataDir, 'aftercare.db')),
    blobs: fileBlobStore(join(dataDir, 'files')),
    secrets,
    ...shared,
    keptKeys: () => readKept(keysFile, parseKeys),
    keepKeys: (keys: StaffKeys) => replaceKept(keysFile, keys),
  }
  return seededWorld(parts, options)
}

function parseKeys(value: unknown): StaffKeys | undefined {
  if (value === null || typeof value !== 'object') return undefined
  const { agent, lead, manager, auditor, admin } = value as Record<string, unknown>
  const all = [agent, lead, manager, auditor, admin]
  if (!all.every((key) => typeof key === 'string' && key.startsWith('ack_'))) return undefined
  return { agent, lead, manager, auditor, admin } as StaffKeys
}
