import type { CompiledQuery, Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/** A database or a transaction on it. */
export type Queryable = Kysely<Schema>

/** Stands for a value that comes with each execution. */
class Placeholder {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

interface Template {
  readonly query: CompiledQuery
  readonly hasPlaceholders: boolean
}

/**
 * A query that Kysely compiles once per dialect instead of at every execution, which costs more than SQLite
 * takes to run it. `build` sees a placeholder under each parameter's name; it must use parameters as plain
 * values only (no branching on them).
 *
 * @returns a function that runs it and resolves with the rows
 */
export function prepared<Parameters extends object, Row>(
  build: (db: Queryable, parameters: Parameters) => { compile(): CompiledQuery<Row> },
): (db: Queryable, parameters: Parameters) => Promise<Row[]> {
  const templates = new Map<unknown, Template>()
  const placeholders = new Proxy({}, { get: (_, name) => new Placeholder(String(name)) }) as Parameters

  const templateFor = (db: Queryable): Template => {
    const dialect = db.getExecutor().adapter.constructor
    let template = templates.get(dialect)
    if (!template) {
      const query = build(db, placeholders).compile()
      template = { query, hasPlaceholders: query.parameters.some((value) => value instanceof Placeholder) }
      templates.set(dialect, template)
    }
    return template
  }

  return async (db, parameters) => {
    const { query, hasPlaceholders } = templateFor(db)
    const values = parameters as Readonly<Record<string, unknown>>
    const bound = hasPlaceholders
      ? query.parameters.map((value) => (value instanceof Placeholder ? values[value.name] : value))
      : query.parameters
    const { rows } = await db.executeQuery<Row>({ ...query, parameters: bound } as CompiledQuery<Row>)
    return rows
  }
}
