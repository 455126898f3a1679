// What of the development world runs wherever there is `fetch`, a page included: for `@aftercare/mock`.

export { freshSecrets, type Secrets } from '../secrets.ts'
export type { Database } from '../storage/database.ts'
export { memoryBlobStore } from '../storage/memory-blob-store.ts'
export { sqliteDatabase } from '../storage/sqlite-database.ts'
export type { SqliteConnection, SqliteStatement, SqliteValue } from '../storage/sqlite-dialect.ts'
export type { TokenPerson } from './development-tokens.ts'
export { mara, nordkaiAdmin, partner, siyuan } from './people.ts'
export { type StaffKeys, seededWorld, type World, type WorldOptions, type WorldParts } from './seeded-world.ts'
