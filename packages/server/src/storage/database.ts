import type { Kysely, Transaction } from 'kysely'
import type { Schema } from './schema.ts'

/**
 * A SQL database, ready for queries. Duties of whoever opens one (the storage contract suite judges them):
 *
 * - **durable**: when a transaction resolves, a power cut cannot undo it (SQLite: WAL with `synchronous=FULL`)
 * - **one writer**: transactions of `kysely` run one after another, or block each other at the row; in SQLite
 *   each begins with `BEGIN IMMEDIATE`, so that none fails half-way for want of the lock
 * - **waiting is bounded**: a lock not had within 5 s fails the query (SQLite `busy_timeout`, PostgreSQL
 *   `lock_timeout`) instead of hanging
 * - **READ COMMITTED or stronger**, and `reader` sees only what was committed, at once after its commit
 * - **numbers are numbers**: `bigint` columns and counts come back as JavaScript numbers
 */
export interface Database {
  readonly kind: 'sqlite' | 'postgres'
  /** For transactions and everything that writes. */
  readonly kysely: Kysely<Schema>
  /**
   * One write as a transaction: undone alone when `work` throws, durable when it resolves. Writes that arrive at the
   * same moment may share a commit, so only SQL may be awaited inside, and only through `tx`.
   */
  transact<Result>(work: (tx: Transaction<Schema>) => Promise<Result>): Promise<Result>
  /** For reads that may run beside a write. */
  readonly reader: Kysely<Schema>
  close(): Promise<void>
}
