import * as z from 'zod/mini'
import { articleAudienceSchema, articleKindSchema } from './article.ts'

/** A piece of a text: found, or between what was found. */
const textPartSchema = z.object({ text: z.string(), found: z.boolean() })
export type TextPart = z.infer<typeof textPartSchema>

/** What is said of an article that was found, besides why. */
export const articleCardSchema = z.object({
  id: z.string(),
  slug: z.string(),
  kind: articleKindSchema,
  audience: articleAudienceSchema,
  product: z.nullable(z.string()),
  locale: z.string(),
  title: z.string(),
  /** Of its text: rises with each one that is published. */
  revision: z.int(),
  /** What it was called before, where its name has changed. */
  earlier: z.optional(z.array(z.string())),
})
export type ArticleCard = z.infer<typeof articleCardSchema>

export const articleHitSchema = z.extend(articleCardSchema, {
  titleParts: z.array(textPartSchema),
  /** The part of its text that shows most of what was looked for. */
  snippet: z.array(textPartSchema),
})
export type ArticleHit = z.infer<typeof articleHitSchema>

/** The best first. */
export const articleHitsSchema = z.object({
  /** The language of the collection that was searched. */
  locale: z.string(),
  items: z.array(articleHitSchema),
})
export type ArticleHits = z.infer<typeof articleHitsSchema>

const filePartSchema = z.object({ hash: z.string(), bytes: z.int() })

/** Some articles of the index, always the same ones; one that changes changes no other segment, unless it links there. */
export const searchSegmentSchema = z.object({
  audience: articleAudienceSchema,
  documents: z.int(),
  titles: filePartSchema,
  bodies: filePartSchema,
  /** JSON: `ArticleCard[]`. */
  cards: filePartSchema,
  /** JSON: `KeptArticle[]`, each of the next so many cards. */
  texts: z.array(z.extend(filePartSchema, { documents: z.int() })),
})
export type SearchSegment = z.infer<typeof searchSegmentSchema>

export const searchManifestSchema = z.object({
  /** Form of the segments. */
  format: z.int(),
  locale: z.string(),
  documents: z.int(),
  /** Bytes of the index, of titles and bodies together, and how many are sent at most. */
  bytes: z.int(),
  limit: z.int(),
  /** Whether it is small enough; if not, there are no segments, and the server is asked. */
  ships: z.boolean(),
  /** When the newest article was published, in milliseconds to the day: what recency is counted from. */
  newest: z.int(),
  /** Words that mean the same, from the service definition. */
  synonyms: z.array(z.array(z.string())),
  segments: z.array(searchSegmentSchema),
})
export type SearchManifest = z.infer<typeof searchManifestSchema>
