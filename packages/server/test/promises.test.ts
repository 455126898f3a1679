import { openSqlite } from '../src/node/index.ts'
import { promisesContract } from './promises-contract.ts'

promisesContract('SQLite in memory', () => openSqlite(':memory:'))
