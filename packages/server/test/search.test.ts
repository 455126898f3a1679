import { migratedInMemory } from './migrated-database.ts'
import { searchContract } from './search-contract.ts'

searchContract('SQLite in memory', migratedInMemory, { spread: true })
