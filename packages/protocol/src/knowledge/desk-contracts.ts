// What only those call who write articles: apart, so that no reader's page pays for it.
import * as z from 'zod/mini'
import { uuidSchema } from '../wire/id-schema.ts'
import { page, pageQuery } from '../wire/page.ts'
import type { RouteSchemas } from '../wire/route.ts'
import { text } from '../wire/text.ts'
import {
  articleAudienceSchema,
  articleChangeSchema,
  articleKindSchema,
  articleLocaleSchema,
  newArticleSchema,
  newTranslationSchema,
  translationChangeSchema,
} from './article.ts'
import { articleStates } from './article-lifecycle.ts'
import { writeProblems } from './contracts.ts'
import { articleCommentSchema } from './feedback.ts'
import { searchReportSchema } from './search-outcome.ts'
import {
  articleFeedbackSchema,
  revisionSchema,
  revisionSummarySchema,
  translationActionSchema,
  translationSchema,
  wholeArticleSchema,
} from './translation.ts'

const articleParams = z.strictObject({ articleId: uuidSchema })
const translationParams = z.strictObject({ articleId: uuidSchema, locale: articleLocaleSchema })
const numberText = z.string().check(z.regex(/^[1-9]\d{0,8}$/))
const editProblems = [
  ...writeProblems,
  'not_found',
  'precondition_required',
  'precondition_failed',
  'action_not_possible',
] as const

export const listWholeArticlesSchemas = {
  summary: 'Articles in every state, newest first; `search` finds a part of a title or name',
  query: z.strictObject({
    ...pageQuery,
    search: z.optional(text(200)),
    state: z.optional(z.enum(articleStates)),
    locale: z.optional(articleLocaleSchema),
    kind: z.optional(articleKindSchema),
    audience: z.optional(articleAudienceSchema),
  }),
  output: page(wholeArticleSchema),
  problems: [],
} as const satisfies RouteSchemas

export const readWholeArticleSchemas = {
  summary: 'One article with how it stands in each language',
  params: articleParams,
  output: wholeArticleSchema,
  problems: ['not_found'],
} as const satisfies RouteSchemas

export const createArticleSchemas = {
  summary: 'Begin an article with a draft in its first language',
  body: newArticleSchema,
  output: wholeArticleSchema,
  problems: [...writeProblems, 'id_unavailable'],
} as const satisfies RouteSchemas

export const changeArticleSchemas = {
  summary: 'Change what an article is in every language; an edit, so it needs the ETag of the article as If-Match',
  params: articleParams,
  body: articleChangeSchema,
  output: wholeArticleSchema,
  problems: editProblems,
} as const satisfies RouteSchemas

export const readArticleFeedbackSchemas = {
  summary: 'How readers found an article',
  params: articleParams,
  output: articleFeedbackSchema,
  problems: ['not_found'],
} as const satisfies RouteSchemas

export const addTranslationSchemas = {
  summary: 'Begin an article in another language',
  params: articleParams,
  body: newTranslationSchema,
  output: translationSchema,
  problems: [...writeProblems, 'not_found'],
} as const satisfies RouteSchemas

export const readTranslationSchemas = {
  summary: 'The text of an article in one language, as it is worked on',
  params: translationParams,
  output: translationSchema,
  problems: ['not_found'],
} as const satisfies RouteSchemas

export const editTranslationSchemas = {
  summary: 'Write a text anew, as its next revision; an edit, so it needs the ETag of the text as If-Match',
  params: translationParams,
  body: translationChangeSchema,
  output: translationSchema,
  problems: editProblems,
} as const satisfies RouteSchemas

export const actOnTranslationSchemas = {
  summary: 'Submit, approve, send back, archive or revive a text, or restore an earlier revision of it',
  params: translationParams,
  body: translationActionSchema,
  output: translationSchema,
  problems: [...writeProblems, 'not_found', 'precondition_failed', 'action_not_possible'],
} as const satisfies RouteSchemas

export const listRevisionsSchemas = {
  summary: 'The revisions of a text, newest first',
  params: translationParams,
  query: z.strictObject(pageQuery),
  output: page(revisionSummarySchema),
  problems: ['not_found'],
} as const satisfies RouteSchemas

export const readRevisionSchemas = {
  summary: 'One revision of a text, and what became of it since another',
  params: z.strictObject({ articleId: uuidSchema, locale: articleLocaleSchema, revision: numberText }),
  query: z.strictObject({ since: z.optional(numberText) }),
  output: revisionSchema,
  problems: ['not_found'],
} as const satisfies RouteSchemas

export const listSearchesSchemas = {
  summary: 'What readers searched for on three days or more, that which helped least first',
  query: z.strictObject({ ...pageQuery, locale: z.optional(articleLocaleSchema) }),
  output: page(searchReportSchema),
  problems: [],
} as const satisfies RouteSchemas

export const listCommentsSchemas = {
  summary: 'What readers wrote of articles, newest first',
  query: z.strictObject(pageQuery),
  output: page(articleCommentSchema),
  problems: [],
} as const satisfies RouteSchemas
