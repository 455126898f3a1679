import type { Services } from '../services.ts'
import { noticeAnswerHandlers } from './answer-routes.ts'
import { statusDeskHandlers } from './desk-routes.ts'
import { statusFeedHandlers } from './feed-routes.ts'
import { statusReaderHandlers } from './reader-routes.ts'

/** How the service is: for readers, and for those who say it. */
export const statusHandlers = (services: Services) => ({
  ...statusReaderHandlers(services),
  ...noticeAnswerHandlers(services),
  ...statusDeskHandlers(services),
  ...statusFeedHandlers(services),
})
