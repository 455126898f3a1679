import * as z from 'zod/mini'

/** An instant in UTC with milliseconds, as `Date.prototype.toISOString` writes it (RFC 3339), that there is. */
export const instantSchema = z.string().check(
  z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  z.refine((value) => new Date(value).toJSON() === value, { params: { code: 'invalid' } }),
)
