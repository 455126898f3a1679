import * as z from 'zod/mini'
import { contentSchema } from '../content/schemas.ts'
import { uuidSchema } from '../wire/id-schema.ts'
import { instantSchema } from '../wire/instant.ts'
import { text } from '../wire/text.ts'
import { articleAudienceSchema, articleKindSchema } from './article.ts'
import { articleStates } from './article-lifecycle.ts'
import { articleLimits } from './limits.ts'

const stateSchema = z.enum(articleStates)

const standing = {
  locale: z.string(),
  state: stateSchema,
  title: z.string(),
  /** Of the text that is worked on. */
  revision: z.int(),
  /** Of the text that readers see; null: none. */
  publishedRevision: z.nullable(z.int()),
  publishedAt: z.nullable(instantSchema),
  updatedAt: instantSchema,
}

/** An article as those see it who work on it. */
export const wholeArticleSchema = z.object({
  id: z.string(),
  kind: articleKindSchema,
  audience: articleAudienceSchema,
  product: z.nullable(z.string()),
  versionFrom: z.nullable(z.string()),
  versionTo: z.nullable(z.string()),
  slug: z.string(),
  owner: z.nullable(z.string()),
  reviewBy: z.nullable(instantSchema),
  related: z.array(z.string()),
  /** The ticket whose closing it was drafted from; an older server does not say. */
  ticket: z.optional(z.nullable(z.string())),
  createdAt: instantSchema,
  updatedAt: instantSchema,
  translations: z.array(z.object(standing)),
})
export type WholeArticle = z.infer<typeof wholeArticleSchema>

/** How readers found an article, in every language together. */
export const articleFeedbackSchema = z.object({
  helpful: z.int(),
  notHelpful: z.int(),
  reasons: z.record(z.string(), z.int()),
})

/** One language of an article as its authors see it: the text that is worked on. */
export const translationSchema = z.object({
  ...standing,
  article: z.string(),
  body: z.string(),
  keywords: z.array(z.string()),
  content: contentSchema,
  /** Why it was sent back, until it is submitted again. */
  note: z.nullable(z.string()),
})
export type Translation = z.infer<typeof translationSchema>

const acting = {
  id: uuidSchema,
  /** The revision that was read: another one is refused with `precondition_failed`. */
  revision: z.int().check(z.gte(1)),
}

/** Something done with a text besides editing it. */
export const translationActionSchema = z.discriminatedUnion('action', [
  z.strictObject({ ...acting, action: z.enum(['submit', 'publish', 'archive', 'revive']) }),
  z.strictObject({ ...acting, action: z.literal('send_back'), reason: z.optional(text(articleLimits.reason)) }),
  z.strictObject({ ...acting, action: z.literal('restore'), from: z.int().check(z.gte(1)) }),
])
export type TranslationAction = z.infer<typeof translationActionSchema>

export const revisionSummarySchema = z.object({
  revision: z.int(),
  title: z.string(),
  /** `staff` or `import`, and who of the staff. */
  author: z.object({ side: z.enum(['staff', 'import']), id: z.nullable(z.string()), name: z.nullable(z.string()) }),
  createdAt: instantSchema,
  published: z.boolean(),
})
export type RevisionSummary = z.infer<typeof revisionSummarySchema>

export const revisionSchema = z.extend(revisionSummarySchema, {
  body: z.string(),
  keywords: z.array(z.string()),
  /** What became of the text since the revision that it was asked to be compared with, by lines. */
  changes: z.nullable(z.array(z.object({ kind: z.enum(['same', 'added', 'removed']), lines: z.array(z.string()) }))),
})
export type Revision = z.infer<typeof revisionSchema>
