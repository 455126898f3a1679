import type { RateLimiter } from '../handle/rate-limit.ts'
import type { Services } from '../services.ts'
import { articleHandlers } from './article-routes.ts'
import { articleFileHandlers } from './file-routes.ts'
import { learningHandlers } from './learning-routes.ts'
import { readerHandlers } from './reader-routes.ts'
import { revisionHandlers } from './revision-routes.ts'
import { searchHandlers } from './search/routes.ts'
import { translationHandlers } from './translation-routes.ts'

/** Articles: for readers, and for those who write them. */
export const knowledgeHandlers = (services: Services, options: { readonly reports: RateLimiter | undefined }) => ({
  ...readerHandlers(services),
  ...articleFileHandlers(services),
  ...articleHandlers(services),
  ...translationHandlers(services),
  ...revisionHandlers(services),
  ...searchHandlers(services),
  ...learningHandlers(services, options),
})
