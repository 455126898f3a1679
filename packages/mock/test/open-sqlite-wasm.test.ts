import { storageContract } from '../../server/test/storage-contract.ts'
import { openSqliteWasm } from '../src/open-sqlite-wasm.ts'

storageContract('SQLite in WebAssembly', openSqliteWasm)
