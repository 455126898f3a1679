// What articles are checked with where they do not come over the wire.
export { newTranslationSchema, slugSchema } from './article.ts'
