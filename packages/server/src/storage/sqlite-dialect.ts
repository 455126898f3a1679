import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'

/** A value that SQLite stores as it is. Booleans and dates have no place in the portable schema. */
export type SqliteValue = null | number | bigint | string | Uint8Array

/** One connection to an SQLite database, whatever carries it: what `DatabaseSync` of `node:sqlite` has of it. */
export interface SqliteConnection {
  prepare(sql: string): SqliteStatement
  readonly isTransaction: boolean
  close(): void
}

export interface SqliteStatement {
  /** What a row consists of; nothing where the statement gives none. */
  columns(): readonly unknown[]
  all(...parameters: SqliteValue[]): unknown[]
  iterate(...parameters: SqliteValue[]): Iterable<unknown>
  run(...parameters: SqliteValue[]): { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint }
}

/**
 * Kysely over one SQLite connection. Kysely's own mutex (`supportsMultipleConnections` is false in
 * `SqliteAdapter`) lets one query or one transaction use it at a time. A transaction takes the write lock at
 * once (`begin immediate`), so that it never finds out halfway that another process was faster.
 */
export function sqliteDialect(connection: SqliteConnection, begin: 'immediate' | 'deferred'): Dialect {
  return {
    createDriver: () => new SqliteDriver(new StatementCache(connection), begin),
    createAdapter: () => new TransactionalAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (kysely: Kysely<unknown>) => new SqliteIntrospector(kysely),
  }
}

/** Kysely does not rely on it, but SQLite undoes changes of the schema like all others: migrations are one transaction. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class SqliteDriver implements Driver {
  readonly #connection: StatementCache
  readonly #begin: string

  constructor(connection: StatementCache, begin: 'immediate' | 'deferred') {
    this.#connection = connection
    this.#begin = `begin ${begin}`
  }

  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection
  }
  async releaseConnection(): Promise<void> {}
  async beginTransaction(): Promise<void> {
    this.#connection.run(this.#begin)
  }
  async commitTransaction(): Promise<void> {
    this.#connection.run('commit')
  }
  async rollbackTransaction(): Promise<void> {
    // Some failures (a full disk) have already ended the transaction; saying so again would hide their error.
    if (this.#connection.inTransaction) this.#connection.run('rollback')
  }
  async savepoint(_: DatabaseConnection, name: string): Promise<void> {
    this.#connection.run(`savepoint ${quoted(name)}`)
  }
  async rollbackToSavepoint(_: DatabaseConnection, name: string): Promise<void> {
    this.#connection.run(`rollback to ${quoted(name)}`)
  }
  async releaseSavepoint(_: DatabaseConnection, name: string): Promise<void> {
    this.#connection.run(`release ${quoted(name)}`)
  }
  async destroy(): Promise<void> {
    this.#connection.close()
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** More distinct statements than the store has; lists of varying length (`in (?, ?, …)`) must not pile up. */
const cachedStatements = 500

interface Prepared {
  readonly statement: SqliteStatement
  readonly returnsRows: boolean
}

class StatementCache implements DatabaseConnection {
  readonly #database: SqliteConnection
  readonly #statements = new Map<string, Prepared>()

  constructor(database: SqliteConnection) {
    this.#database = database
  }

  get inTransaction(): boolean {
    return this.#database.isTransaction
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { statement, returnsRows } = this.#prepare(query.sql)
    const parameters = query.parameters as SqliteValue[]
    if (returnsRows) return { rows: statement.all(...parameters) as Row[] }
    const { changes, lastInsertRowid } = statement.run(...parameters)
    return { insertId: BigInt(lastInsertRowid), numAffectedRows: BigInt(changes), rows: [] }
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    const { statement } = this.#prepare(query.sql)
    for (const row of statement.iterate(...(query.parameters as SqliteValue[]))) yield { rows: [row as Row] }
  }

  run(sql: string): void {
    this.#prepare(sql).statement.run()
  }

  close(): void {
    this.#statements.clear()
    this.#database.close()
  }

  #prepare(sql: string): Prepared {
    const known = this.#statements.get(sql)
    if (known) return known
    const statement = this.#database.prepare(sql)
    const prepared = { statement, returnsRows: statement.columns().length > 0 }
    if (this.#statements.size >= cachedStatements) {
      for (const oldest of this.#statements.keys()) {
        this.#statements.delete(oldest)
        break
      }
    }
    this.#statements.set(sql, prepared)
    return prepared
  }
}
