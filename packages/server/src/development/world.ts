import { join } from 'node:path'
import type { RandomBytes } from '@aftercare/protocol'
import { fileBlobStore } from '../node/file-blob-store.ts'
import { readKept, replaceKept } from '../node/kept-file.ts'
import { picturePreviews } from '../node/picture-previews.ts'
import { keptSecrets } from '../node/secrets.ts'
import { openSqlite } from '../node/sqlite.ts'
import { freshSecrets } from '../secrets.ts'
import { memoryBlobStore } from '../storage/memory-blob-store.ts'
import { importKnowledge } from './import-knowledge.ts'
import { type StaffKeys, seededWorld, type World, type WorldOptions, type WorldParts } from './seeded-world.ts'

export interface DevelopmentWorldOptions extends WorldOptions {
  /** Where database, files and keys are kept; absent: everything in memory, gone with the process. */
  readonly dataDir?: string | undefined
  /** A folder of Markdown files to take into the knowledge base at each start; what has not changed stays as it is. */
  readonly articles?: string | undefined
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
    return withArticles({ database, blobs: memoryBlobStore(), secrets: freshSecrets(random), ...shared }, options)
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
  return withArticles(parts, options)
}

async function withArticles(parts: WorldParts, options: DevelopmentWorldOptions): Promise<DevelopmentWorld> {
  const world = await seededWorld(parts, options)
  const { articles: folder, clock = Date.now, log } = options
  if (folder === undefined) return world
  const { database, blobs, secrets, random } = parts
  const warn = (message: string) => log?.warn({ folder }, `Articles: ${message}`)
  try {
    const journal = { database, auditKey: secrets.audit, clock, random }
    await importKnowledge(journal, { blobs, tenant: world.tenant, folder, warn })
    return world
  } catch (error) {
    await world.close()
    throw error
  }
}

function parseKeys(value: unknown): StaffKeys | undefined {
  if (value === null || typeof value !== 'object') return undefined
  const { agent, lead, manager, auditor, admin } = value as Record<string, unknown>
  const all = [agent, lead, manager, auditor, admin]
  if (!all.every((key) => typeof key === 'string' && key.startsWith('ack_'))) return undefined
  return { agent, lead, manager, auditor, admin } as StaffKeys
}
