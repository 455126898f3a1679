import {
  type Database,
  type SqliteConnection,
  type SqliteStatement,
  type SqliteValue,
  sqliteDatabase,
} from '@aftercare/server/development/portable'
import loadSqlite, {
  type PreparedStatement,
  type Sqlite3Static,
  type Database as WasmDatabase,
} from '@sqlite.org/sqlite-wasm'

/** The module is loaded and compiled once, however many databases live in it. */
let loading: Promise<Sqlite3Static> | undefined

/** An empty SQLite database in this page's memory, for the server; gone with the page. */
export async function openSqliteWasm(): Promise<Database> {
  loading ??= loadSqlite()
  const sqlite = await loading
  // A broken constraint is the store's business, not the console's.
  sqlite.config.warn = () => {}
  const database = new sqlite.oo1.DB(':memory:')
  database.exec('pragma foreign_keys = on; pragma trusted_schema = off')
  return sqliteDatabase(new WasmConnection(sqlite, database), (callback) => void setTimeout(callback))
}

class WasmConnection implements SqliteConnection {
  readonly #sqlite: Sqlite3Static
  readonly #database: WasmDatabase

  constructor(sqlite: Sqlite3Static, database: WasmDatabase) {
    this.#sqlite = sqlite
    this.#database = database
  }

  get isTransaction(): boolean {
    return this.#sqlite.capi.sqlite3_get_autocommit(this.#database.pointer!) === 0
  }

  prepare(sql: string): SqliteStatement {
    const statement = this.#database.prepare(sql)
    return {
      columns: () => (statement.columnCount > 0 ? statement.getColumnNames([]) : []),
      all: (...parameters) => [...rowsOf(statement, parameters)],
      iterate: (...parameters) => rowsOf(statement, parameters),
      run: (...parameters) => {
        for (const _ of rowsOf(statement, parameters));
        return {
          changes: this.#database.changes(),
          lastInsertRowid: this.#sqlite.capi.sqlite3_last_insert_rowid(this.#database.pointer!),
        }
      },
    }
  }

  /** Ends its statements as well. */
  close(): void {
    this.#database.close()
  }
}

/** Runs a statement and leaves it ready for the next time, however this one ends. */
function* rowsOf(statement: PreparedStatement, parameters: SqliteValue[]): Generator<Record<string, unknown>> {
  try {
    if (parameters.length > 0) statement.bind(parameters)
    while (statement.step()) yield statement.columnCount > 0 ? statement.get({}) : {}
  } finally {
    statement.resetNoThrow(true)
  }
}
