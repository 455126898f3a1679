import { migratedInMemory } from './migrated-database.ts'
import { statusContract } from './status-contract.ts'

statusContract('SQLite in memory', migratedInMemory)
