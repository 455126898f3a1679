import { keptByEverybody, textAnswer } from './answer.ts'
import type { HandleParts, Passage } from './handle.ts'
import type { FeedHandler } from './handlers.ts'
import { countRequest } from './rate-limit.ts'

/** Where feeds lie, below the base path. */
const feeds = '/status-pages/'

/** Whether it is asked for a feed, which any page of the web may read. */
export const isFeedAddress = (request: Request, basePath: string): boolean =>
  new URL(request.url).pathname.startsWith(basePath + feeds)

/** What is for everybody, wherever their page comes from (CORS): no credentials change it. */
export const openToAll = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag, Retry-After, RateLimit, RateLimit-Policy',
  'Cross-Origin-Resource-Policy': 'cross-origin',
} as const

/** Answers whoever polls a feed; only where the request comes from says who polls too often. */
export async function answerFeed<R>(
  { limiters, basePath }: Pick<HandleParts, 'limiters' | 'basePath'>,
  handler: FeedHandler<R>,
  { context, from, headers }: Passage,
  input: Parameters<FeedHandler<R>['feed']>[1],
): Promise<Response> {
  countRequest(limiters.reader, from, context.now, headers)
  const { origin } = new URL(context.request.url)
  const { body, type } = await handler.feed({ now: context.now, root: origin + basePath + feeds }, input)
  return textAnswer(context.request, body, { ...headers, 'Content-Type': type, 'Cache-Control': keptByEverybody })
}
