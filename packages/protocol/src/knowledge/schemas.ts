// What articles are checked with where they do not come over the wire.
export { keptArticleSchema, newTranslationSchema, slugSchema } from './article.ts'
export { articleCardSchema } from './search.ts'
