import { type Expression, type SqlBool, sql } from 'kysely'

/** Whether a text holds another, capitals aside; what would be a pattern is taken to the letter. */
export function containing(text: Expression<string | null>, part: string): Expression<SqlBool> {
  const pattern = `%${part.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  return sql<SqlBool>`lower(${text}) like ${pattern} escape '\\'`
}
