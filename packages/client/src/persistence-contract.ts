// The suite that judges every storage adapter: run it on your own.
export { type PersistenceCase, persistenceContract } from './persistence/contract.ts'
