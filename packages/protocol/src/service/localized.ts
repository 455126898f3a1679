import * as z from 'zod/mini'

/** A BCP 47 tag of a language that a definition speaks: `en`, `zh-CN`. */
export const localeSchema = z.string().check(z.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), z.maxLength(35))

/** One text in each language of the definition, by its tag. That none is missing is checked for the whole. */
export const localizedSchema = z.record(localeSchema, z.string().check(z.regex(/\S/), z.maxLength(2000)))
export type Localized = Readonly<z.infer<typeof localizedSchema>>

/**
 * The members of a definition whose value is such a text, whatever they belong to; a test holds this list against the
 * schema. It lets the check find a missing language in a definition that is wrong in other ways too.
 */
export const localizedMembers: ReadonlySet<string> = new Set([
  'label',
  'description',
  'help',
  'why',
  'example',
  'unit',
  'statement',
  'reason',
])
