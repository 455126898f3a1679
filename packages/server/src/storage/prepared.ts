import type { CompiledQuery, Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/** A database or a transaction on it. */
export type Queryable = Kysely<Schema>

/** Stands for a value that comes with each execution. */
class Placeholder {
  readonly #path: readonly string[]
  constructor(path: readonly string[]) {
    this.#path = path
  }

  in(parameters: object): unknown {
    return this.#path.reduce<unknown>((value, name) => Reflect.get(Object(value), name), parameters)
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
  const placeholders = new Proxy({}, { get: (_, name) => new Placeholder([String(name)]) }) as Parameters
  return (db, parameters) => {
    const dialect = db.getExecutor().adapter.constructor
    const template = templates.get(dialect) ?? templateOf(build(db, placeholders))
    templates.set(dialect, template)
    return run<Row>(db, template, parameters)
  }
}

/** Forms of one query that are kept; the oldest goes first. */
const keptForms = 300

/**
 * As `prepared`, for a query whose text depends on which parameters are given. Texts and numbers among the parameters
 * come as placeholders; whether a member is undefined, null, true or false, how long a list is, and everything in
 * `form` may be branched on, and makes another form of the query.
 */
export function preparedInForms<Form, Parameters extends object, Row>(
  build: (db: Queryable, form: Form, parameters: Parameters) => { compile(): CompiledQuery<Row> },
): (db: Queryable, form: Form, parameters: Parameters) => Promise<Row[]> {
  const dialects = new Map<unknown, Map<string, Template>>()
  return (db, form, parameters) => {
    const dialect = db.getExecutor().adapter.constructor
    const templates = dialects.get(dialect) ?? new Map<string, Template>()
    dialects.set(dialect, templates)
    const shape = shapeOf(parameters, [])
    const name = JSON.stringify([form, shape])
    let template = templates.get(name)
    if (!template) {
      template = templateOf(build(db, form, shape as Parameters))
      if (templates.size >= keptForms) templates.delete([...templates.keys()][0]!)
      templates.set(name, template)
    }
    return run<Row>(db, template, parameters)
  }
}

/** The same with a placeholder for each text and number. */
function shapeOf(value: unknown, path: readonly string[]): unknown {
  if (typeof value === 'string' || typeof value === 'number') return new Placeholder(path)
  if (Array.isArray(value)) return value.map((item, index) => shapeOf(item, [...path, String(index)]))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member, [...path, name])]))
}

function templateOf(built: { compile(): CompiledQuery }): Template {
  const query = built.compile()
  return { query, hasPlaceholders: query.parameters.some((value) => value instanceof Placeholder) }
}

async function run<Row>(db: Queryable, { query, hasPlaceholders }: Template, parameters: object): Promise<Row[]> {
  const bound = hasPlaceholders
    ? query.parameters.map((value) => (value instanceof Placeholder ? value.in(parameters) : value))
    : query.parameters
  const { rows } = await db.executeQuery<Row>({ ...query, parameters: bound } as CompiledQuery<Row>)
  return rows
}
