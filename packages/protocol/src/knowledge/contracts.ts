import * as z from 'zod/mini'
import { fileAddressSchema } from '../files/contracts.ts'
import { tenantIdSchema } from '../visitors/visitor.ts'
import { fileIdSchema } from '../wire/id-schema.ts'
import { page, pageQuery } from '../wire/page.ts'
import type { ProblemCode } from '../wire/problem.ts'
import type { RouteSchemas } from '../wire/route.ts'
import { requiredLine } from '../wire/text.ts'
import { articleKindSchema, articleLocaleSchema, articleSchema, articleSummarySchema, slugSchema } from './article.ts'
import { feedbackSchema, newFeedbackSchema } from './feedback.ts'
import { articleLimits } from './limits.ts'
import { searchOutcomesSchema } from './search-outcome.ts'

export const writeProblems = [
  'malformed_json',
  'body_too_large',
  'unsupported_media_type',
  'idempotency_key_missing',
  'idempotency_in_flight',
  'idempotency_mismatch',
] as const satisfies readonly ProblemCode[]

const articleParams = z.strictObject({ slug: slugSchema })

/** Whose articles whoever brings no token reads; a token names its tenant itself. */
export const tenantQuery = { tenant: z.optional(tenantIdSchema) }

/** Which articles a reader looks for, and in which language. */
export const readerQuery = {
  locale: z.optional(articleLocaleSchema),
  kind: z.optional(articleKindSchema),
  product: z.optional(requiredLine(articleLimits.product)),
  /** Only what holds for it; of what names no versions, all. */
  version: z.optional(requiredLine(articleLimits.version)),
}

export const listArticlesSchemas = {
  summary: 'Published articles that the caller may read, newest first, each in the language that suits best',
  query: z.strictObject({ ...pageQuery, ...readerQuery, ...tenantQuery }),
  output: page(articleSummarySchema),
  problems: [],
} as const satisfies RouteSchemas

export const readArticleSchemas = {
  summary: 'One published article, by its present name or an earlier one',
  params: articleParams,
  query: z.strictObject({ locale: z.optional(articleLocaleSchema), ...tenantQuery }),
  output: articleSchema,
  problems: ['not_found'],
} as const satisfies RouteSchemas

export const linkArticleFileSchemas = {
  summary: 'A short-lived address of a file that an article shows, for whoever may read that article',
  params: z.strictObject({ fileId: fileIdSchema }),
  query: z.strictObject(tenantQuery),
  output: fileAddressSchema,
  problems: ['not_found', 'file_being_checked', 'file_refused'],
} as const satisfies RouteSchemas

export const rateArticleSchemas = {
  summary: 'Say whether an article helped, and why not; once per person, the last word counts',
  params: articleParams,
  body: newFeedbackSchema,
  output: feedbackSchema,
  problems: [...writeProblems, 'not_found'],
} as const satisfies RouteSchemas

export const reportSearchesSchemas = {
  summary: 'Say what searches came to, many at once; who searched is not kept',
  query: z.strictObject(tenantQuery),
  body: searchOutcomesSchema,
  output: z.object({ taken: z.int() }),
  problems: writeProblems,
} as const satisfies RouteSchemas
