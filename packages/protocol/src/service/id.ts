import * as z from 'zod/mini'

/** Ids of a definition's own things: lower case, digits and `_`, beginning with a letter, as ticket types on the wire. */
export const idSchema = z.string().check(z.regex(/^[a-z][a-z0-9_]{0,39}$/))
