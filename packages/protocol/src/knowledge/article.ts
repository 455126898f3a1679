import * as z from 'zod/mini'
import { contentSchema } from '../content/schemas.ts'
import { localeSchema } from '../service/localized.ts'
import { uuidSchema } from '../wire/id-schema.ts'
import { instantSchema } from '../wire/instant.ts'
import { requiredLine, text } from '../wire/text.ts'
import { articleAudiences, articleKinds } from './article-kinds.ts'
import { canonicalLocale } from './canonical-locale.ts'
import { articleLimits } from './limits.ts'

export const articleKindSchema = z.enum(articleKinds)
export const articleAudienceSchema = z.enum(articleAudiences)
export type ArticleKind = z.infer<typeof articleKindSchema>
export type ArticleAudience = z.infer<typeof articleAudienceSchema>

/** What an article is called in an address: words in lower case with hyphens between them. */
export const slugSchema = z.string().check(z.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/), z.maxLength(articleLimits.slug))

/** In its canonical form, however it was written: `zh-cn` and `zh-CN` are one language. */
export const articleLocaleSchema = localeSchema.check(z.overwrite(canonicalLocale))
const titleSchema = requiredLine(articleLimits.title)
const keywordsSchema = z.array(requiredLine(articleLimits.keyword)).check(z.maxLength(articleLimits.keywords))
const versionSchema = z.nullable(requiredLine(articleLimits.version))

/** Which product an article is about, and from which version to which: both ends belong to it, null is open. */
const productSchema = z.nullable(requiredLine(articleLimits.product))

/** What belongs to an article in every language, as it is changed: what is left out stays. */
const settings = {
  kind: z.optional(articleKindSchema),
  audience: z.optional(articleAudienceSchema),
  product: z.optional(productSchema),
  versionFrom: z.optional(versionSchema),
  versionTo: z.optional(versionSchema),
  slug: z.optional(slugSchema),
  /** Whose it is to keep right, of the staff; null: nobody's. */
  owner: z.optional(z.nullable(uuidSchema)),
  /** When somebody has to look whether it still holds. */
  reviewBy: z.optional(z.nullable(instantSchema)),
  /** Articles worth reading besides, the closest first. */
  related: z.optional(z.array(uuidSchema).check(z.maxLength(articleLimits.related))),
}

/** A text as its author writes it. */
const written = {
  title: titleSchema,
  /** Markdown without HTML. */
  body: text(articleLimits.body),
  /** Words that readers may look for, and that the text does not say. */
  keywords: keywordsSchema,
}

export const newTranslationSchema = z.strictObject({
  locale: articleLocaleSchema,
  ...written,
  keywords: z.optional(keywordsSchema),
})
export type NewTranslation = z.infer<typeof newTranslationSchema>

/** Without a slug it is named after its title. */
export const newArticleSchema = z.strictObject({
  ...settings,
  id: uuidSchema,
  kind: articleKindSchema,
  audience: articleAudienceSchema,
  /** Its first language. */
  translation: newTranslationSchema,
})
export type NewArticle = z.infer<typeof newArticleSchema>

/** What is changed of an article; what is left out stays. An edit: it needs `If-Match`. */
export const articleChangeSchema = z.strictObject(settings)
export type ArticleChange = z.infer<typeof articleChangeSchema>

/** What is changed of a text; what is left out stays. An edit: it needs `If-Match`. */
export const translationChangeSchema = z.strictObject({
  title: z.optional(written.title),
  body: z.optional(written.body),
  keywords: z.optional(written.keywords),
})
export type TranslationChange = z.infer<typeof translationChangeSchema>

/** An article in a list, in the language that suits the reader. */
export const articleSummarySchema = z.object({
  id: z.string(),
  slug: z.string(),
  kind: articleKindSchema,
  audience: articleAudienceSchema,
  product: z.nullable(z.string()),
  versionFrom: z.nullable(z.string()),
  versionTo: z.nullable(z.string()),
  locale: z.string(),
  title: z.string(),
  keywords: z.array(z.string()),
  publishedAt: instantSchema,
})
export type ArticleSummary = z.infer<typeof articleSummarySchema>

/** An article as it is kept for reading without a network: without those that are worth reading besides. */
export const keptArticleSchema = z.extend(articleSummarySchema, {
  revision: z.int(),
  content: contentSchema,
  /** The languages that it can be read in. */
  locales: z.array(z.string()),
})
export type KeptArticle = z.infer<typeof keptArticleSchema>

/** An article as it is read. Its `slug` is the present one, whichever it was asked for by. */
export const articleSchema = z.extend(keptArticleSchema, {
  related: z.array(z.object({ id: z.string(), slug: z.string(), locale: z.string(), title: z.string() })),
})
export type Article = z.infer<typeof articleSchema>
