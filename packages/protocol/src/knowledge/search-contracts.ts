import * as z from 'zod/mini'
import type { RouteSchemas } from '../wire/route.ts'
import { requiredText } from '../wire/text.ts'
import { articleLocaleSchema } from './article.ts'
import { readerQuery, tenantQuery } from './contracts.ts'
import { articleLimits } from './limits.ts'
import { articleHitsSchema, searchManifestSchema } from './search.ts'

const inLocale = z.strictObject({ ...tenantQuery, locale: z.optional(articleLocaleSchema) })

export const searchArticlesSchemas = {
  summary:
    'Published articles that the caller may read, the best first; product, version and language raise what suits, kind leaves out what is of another',
  query: z.strictObject({
    ...readerQuery,
    ...tenantQuery,
    q: requiredText(articleLimits.question),
    /** The last word may be unfinished. */
    typing: z.optional(z.literal('true')),
    limit: z.optional(z.string().check(z.regex(/^([1-9]|[1-4]\d|50)$/))),
  }),
  output: articleHitsSchema,
  problems: [],
} as const satisfies RouteSchemas

export const readSearchManifestSchemas = {
  summary: 'What the index of the articles that the caller may read is made of, to be searched where the caller is',
  query: inLocale,
  output: searchManifestSchema,
  problems: [],
} as const satisfies RouteSchemas

export const readSearchSegmentSchemas = {
  summary: 'A part of that index by the digest of its bytes, which are the same for ever; `locale` is the manifest’s',
  params: z.strictObject({ hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)) }),
  query: inLocale,
  problems: ['not_found'],
} as const satisfies RouteSchemas
