import type { Database } from '../storage/database.ts'
import { prepared, type Queryable } from '../storage/prepared.ts'

/** Columns of a ticket that say when something is due with it, each with an index of its own. */
export type DueColumn = 'clocks_wake_at' | 'silence_at'

const dueColumns = ['clocks_wake_at', 'silence_at'] as const satisfies readonly DueColumn[]

function queriesOf(column: DueColumn) {
  const due = (db: Queryable, p: { tenant: string; now: number; limit: number }) =>
    db
      .selectFrom('tickets')
      .select('id')
      .where('tenant', '=', p.tenant)
      .where(column, '<=', p.now)
      .orderBy(column)
      .orderBy('id')
      .limit(p.limit)
  return {
    tenants: prepared((db, p: { now: number }) =>
      db.selectFrom('tickets').select('tenant').distinct().where(column, '<=', p.now),
    ),
    next: prepared((db, _: object) =>
      db.selectFrom('tickets').select(column).where(column, 'is not', null).orderBy(column).limit(1),
    ),
    claim: {
      sqlite: prepared(due),
      postgres: prepared((db, p: { tenant: string; now: number; limit: number }) =>
        due(db, p).forUpdate().skipLocked(),
      ),
    },
  }
}

const queries = { clocks_wake_at: queriesOf('clocks_wake_at'), silence_at: queriesOf('silence_at') }

/** Tenants with something due, by a look that locks nothing. */
export async function tenantsWithDue(db: Queryable, column: DueColumn, now: number): Promise<readonly string[]> {
  return (await queries[column].tenants(db, { now })).map(({ tenant }) => tenant)
}

/**
 * Takes the tickets that are due longest for this transaction, in one statement. A row that another process has in
 * hand is passed over; in SQLite the write lock, which the transaction holds by then, lets there be none.
 */
export async function claimDue(
  db: Queryable,
  kind: Database['kind'],
  column: DueColumn,
  of: { tenant: string; now: number; limit: number },
): Promise<readonly string[]> {
  return (await queries[column].claim[kind](db, of)).map(({ id }) => id)
}

/** When the next thing is due, in any tenant; null where nothing waits. */
export async function nextDue(db: Queryable): Promise<number | null> {
  const found: number[] = []
  for (const column of dueColumns) {
    const [row] = await queries[column].next(db, {})
    const at = row?.[column as keyof typeof row]
    if (typeof at === 'number') found.push(at)
  }
  return found.length === 0 ? null : Math.min(...found)
}
