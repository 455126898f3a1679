import * as z from 'zod/mini'
import { uuidSchema } from '../wire/id-schema.ts'
import { instantSchema } from '../wire/instant.ts'
import { text } from '../wire/text.ts'
import { articleLocaleSchema } from './article.ts'
import { articleLimits } from './limits.ts'

/** Why an article did not help. */
export const unhelpfulReasons = ['unclear', 'incomplete', 'outdated', 'wrong', 'other_problem'] as const
export const unhelpfulReasonSchema = z.enum(unhelpfulReasons)
export type UnhelpfulReason = z.infer<typeof unhelpfulReasonSchema>

/** What a reader thinks of an article; who says it again says it anew. */
export const newFeedbackSchema = z.strictObject({
  id: uuidSchema,
  /** The language it was read in. */
  locale: articleLocaleSchema,
  helpful: z.boolean(),
  reason: z.optional(unhelpfulReasonSchema),
  comment: z.optional(text(articleLimits.comment)),
})
export type NewFeedback = z.infer<typeof newFeedbackSchema>

export const feedbackSchema = z.object({ helpful: z.boolean(), reason: z.nullable(unhelpfulReasonSchema) })

/** What somebody wrote of an article; who is not said. */
export const articleCommentSchema = z.object({
  article: z.string(),
  slug: z.string(),
  locale: z.string(),
  helpful: z.boolean(),
  reason: z.nullable(unhelpfulReasonSchema),
  comment: z.string(),
  at: instantSchema,
})
