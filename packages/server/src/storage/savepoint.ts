import { sql, type Transaction } from 'kysely'
import type { Schema } from './schema.ts'

/**
 * A part of a transaction that is undone alone when `work` throws; what it threw is thrown on. The transaction goes on
 * only after errors of ours: one of the database has ended it in PostgreSQL up to the savepoint, which is rolled back to
 * as well.
 */
export async function withinSavepoint<Result>(tx: Transaction<Schema>, work: () => Promise<Result>): Promise<Result> {
  await sql`savepoint part`.execute(tx)
  try {
    const result = await work()
    await sql`release savepoint part`.execute(tx)
    return result
  } catch (error) {
    await sql`rollback to savepoint part`.execute(tx)
    await sql`release savepoint part`.execute(tx)
    throw error
  }
}
