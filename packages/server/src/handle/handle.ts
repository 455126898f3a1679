import {
  canonicalJson,
  headers as names,
  newId,
  type RandomBytes,
  type Route,
  type RouteSchemas,
  speaks,
} from '@aftercare/protocol'
import { Hono } from 'hono'
import type { Once } from '../idempotency/once.ts'
import type { Authenticator } from '../identity/authenticate.ts'
import { type Principal, principalName } from '../identity/principal.ts'
import type { Log } from '../log.ts'
import type { ServiceBook } from '../service/service-book.ts'
import { isLockTimeout } from '../storage/lock-timeout.ts'
import { livingVisitor } from '../visitors/store.ts'
import {
  bytesAnswer,
  compressed,
  type HeaderRecord,
  problemAnswer,
  rawAnswer,
  readAnswer,
  securityHeaders,
  writeAnswer,
} from './answer.ts'
import { answerAnybody } from './anybody.ts'
import { corsHeaders, isPreflight, preflightHeaders } from './cors.ts'
import { sha256Hex } from './digest.ts'
import { answerFeed, isFeedAddress, openToAll } from './feed.ts'
import type { AnonymousHandler, AuthorizedContext, Context } from './handlers.ts'
import { idempotencyKeyOf, parseBody, parsePart, queryOf } from './parse-input.ts'
import { ProblemError } from './problem-error.ts'
import { countRequest, type RateLimiter } from './rate-limit.ts'
import { type BoundRoute, isOpen, reachOf } from './route-table.ts'
import { assertTusVersion, isUploadAddress, overridden, tusAnswerHeaders } from './tus.ts'

export interface HandleParts {
  readonly table: readonly BoundRoute[]
  readonly authenticator: Authenticator
  readonly book: ServiceBook
  readonly once: Once
  /** Per principal, per visitor, per address of whoever calls, of whoever calls without a token, and of whoever reads so. */
  readonly limiters: Readonly<
    Record<'principal' | 'visitor' | 'address' | 'anonymous' | 'reader', RateLimiter | undefined>
  >
  /** Where a request comes from; undefined where nobody can say. */
  readonly addressOf: (request: Request) => string | undefined
  readonly basePath: string
  readonly origins: ReadonlySet<string>
  readonly clock: () => number
  readonly random: RandomBytes
  readonly log: Log
  /** A write of this tenant was committed. */
  readonly committed: (tenant: string) => void
}

/** What belongs to one request on its way through: its context, and the headers its answer will have. */
export interface Passage {
  readonly context: Context
  /** Where the request comes from, as far as that is known. */
  readonly from: string | undefined
  readonly headers: HeaderRecord
}

type RequestId = string & { readonly __brand: 'RequestId' }

/**
 * The way of every request: protocol version → route → who → may they → is it well-formed → was it answered
 * before → handler. Whatever fails on it becomes a problem document; nothing of the inside gets out.
 */
export function createHandle(parts: HandleParts): (request: Request) => Promise<Response> {
  const app = new Hono<{ Bindings: Passage }>()
  for (const bound of parts.table) {
    for (const address of addressesOf(bound, parts.basePath)) {
      // Hono takes a HEAD to where the GET would go.
      app.on(bound.route.method.replace('HEAD', 'GET'), address, (c) => serve(parts, bound, c.env, c.req.param()))
    }
  }
  app.notFound((c) => noSuchRoute(parts, c.env))
  app.onError((error) => {
    throw error
  })

  return async (incoming) => {
    const request = overridden(incoming, parts.basePath)
    const requestId: string = newId<RequestId>(parts.random)
    const headers: HeaderRecord = {
      [names.requestId]: requestId,
      ...securityHeaders,
      ...(isFeedAddress(request, parts.basePath) ? openToAll : corsHeaders(request, parts.origins)),
    }
    const from = parts.addressOf(incoming)
    const passage = { context: { request, requestId, now: parts.clock() }, from, headers }
    try {
      if (isPreflight(request)) return new Response(null, { status: 204, headers: { ...headers, ...preflightHeaders } })
      if (isUploadAddress(request, parts.basePath)) Object.assign(headers, tusAnswerHeaders(request))
      const version = request.headers.get(names.protocol)
      if (version !== null && !speaks(version)) throw new ProblemError('protocol_unsupported')
      return await app.fetch(request, passage)
    } catch (error) {
      return failure(parts, passage, error)
    }
  }
}

function failure(parts: HandleParts, { context, headers }: Passage, error: unknown): Response {
  const { request, requestId } = context
  if (error instanceof ProblemError) {
    const { code, detail, errors } = error
    const challenge: HeaderRecord = code.startsWith('token_') ? { 'WWW-Authenticate': 'Bearer' } : {}
    return problemAnswer(code, requestId, { ...headers, ...challenge, ...error.headers }, { detail, errors })
  }
  const { method } = request
  const { pathname: path } = new URL(request.url)
  if (isLockTimeout(error)) {
    parts.log.warn({ requestId, method, path, error: described(error) }, 'the database was busy for too long')
    return problemAnswer('unavailable', requestId, { ...headers, 'Retry-After': '1' })
  }
  if (request.signal.aborted) parts.log.info({ requestId, method, path }, 'the caller went away')
  else parts.log.error({ requestId, method, path, error: described(error) }, 'a request failed')
  return problemAnswer('internal', requestId, headers)
}

function described(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message, stack } = error
  return { name, message, stack }
}

/** Probes look at the root, wherever the rest is mounted. */
function addressesOf({ id, route: { path } }: BoundRoute, basePath: string): ReadonlySet<string> {
  const atRoot = id === 'health' || id === 'readiness'
  return new Set(atRoot ? [basePath + path, path] : [basePath + path])
}

function noSuchRoute({ table, basePath }: HandleParts, { context, headers }: Passage): Response {
  const { pathname } = new URL(context.request.url)
  const methods = table
    .filter((bound) => [...addressesOf(bound, basePath)].some((address) => pathPattern(address).test(pathname)))
    .flatMap(({ route }) => (route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]))
  if (methods.length === 0) throw new ProblemError('not_found')
  const Allow = [...new Set(methods), 'OPTIONS'].join(', ')
  if (context.request.method === 'OPTIONS') return new Response(null, { status: 204, headers: { ...headers, Allow } })
  throw new ProblemError('method_not_allowed', { headers: { Allow } })
}

function pathPattern(path: string): RegExp {
  return new RegExp(`^${path.replace(/[.*+?^$(){}|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}$`)
}

async function serve(
  parts: HandleParts,
  bound: BoundRoute,
  passage: Passage,
  params: Readonly<Record<string, string>>,
): Promise<Response> {
  const { handler, schemas } = bound
  const { headers } = passage
  const { request } = passage.context
  if (bound.route.method === 'HEAD' && request.method !== 'HEAD') return noSuchRoute(parts, passage)
  const parseAddress = () => ({
    params: parsePart(schemas.params, params, 'params'),
    query: schemas.query && parsePart(schemas.query, queryOf(request.url), 'query'),
  })
  // The schemas have accepted what the handlers' types, which are inferred from them, say.
  const accepted = (input: object) => input as never

  if (handler.kind === 'operations') return readAnswer(request, await handler.answer(), headers)
  if (handler.kind === 'download') {
    return rawAnswer(request, await handler.download(passage.context, accepted(parseAddress())), headers)
  }
  if (handler.kind === 'feed') return answerFeed(parts, handler, passage, accepted(parseAddress()))
  if (handler.kind === 'anonymous') return anonymous(parts, bound, handler, passage, parseAddress())
  if (isOpen(handler) && !request.headers.has('authorization')) {
    return answerAnybody(parts, bound, handler, passage, parseAddress)
  }
  const context = await authorize(parts, bound, passage)
  switch (handler.kind) {
    case 'read': {
      const answer = readAnswer(request, await handler.read(context, accepted(parseAddress())), headers)
      return handler.compressible ? compressed(request, answer) : answer
    }
    case 'bytes':
      return bytesAnswer(request, await handler.bytes(context, accepted(parseAddress())), headers)
    case 'stream':
      return rawAnswer(request, await handler.open(context), headers)
    case 'write': {
      const key = idempotencyKeyOf(request)
      const address = parseAddress()
      const input = { ...address, body: await parseBody(request, bound.route, schemas) }
      return once(parts, bound, passage, context, key, {
        fingerprint: { params: address.params, body: input.body },
        needs: typeof handler.needs === 'function' ? handler.needs(accepted(input)) : handler.needs,
        work: (writing) => handler.write(context, accepted(input), writing),
        authorizeReplay: () => handler.authorizeReplay(context, accepted(input)),
      })
    }
    case 'tus': {
      assertTusVersion(request)
      const answer = await handler.answer(context, accepted(parseAddress()), async (write) => {
        const { principal } = context
        const key = idempotencyKeyOf(request)
        const { body, replayed } = await parts.once.answer({
          scope: { tenant: principal.tenant, principal: principalName(principal), route: bound.id, key },
          fingerprint: sha256Hex(canonicalJson(write.fingerprint)),
          status: bound.route.success,
          needs: {},
          work: whileLiving(principal, write.work),
          authorizeReplay: async () => {},
        })
        if (replayed) headers[names.idempotencyReplayed] = 'true'
        return { body: JSON.parse(body), replayed }
      })
      return new Response(null, {
        status: bound.route.success,
        headers: { ...headers, 'Cache-Control': 'no-store', ...answer },
      })
    }
    case 'upload': {
      const key = idempotencyKeyOf(request)
      const { received, fingerprint } = await handler.receive(context, bound.route.bodyLimit)
      try {
        const response = await once(parts, bound, passage, context, key, {
          fingerprint,
          needs: {},
          work: (writing) => handler.write(context, received, writing),
          authorizeReplay: async () => {},
        })
        if (response.headers.has(names.idempotencyReplayed)) await handler.discard(received)
        else handler.arrived?.(context, received)
        return response
      } catch (error) {
        // After any other failure the transaction may have been committed all the same: rather an orphan than a loss.
        if (error instanceof ProblemError) await handler.discard(received)
        throw error
      }
    }
  }
}

/** Without a token: only where the request comes from says who calls too often. */
async function anonymous(
  parts: HandleParts,
  { route, schemas }: BoundRoute,
  handler: AnonymousHandler<Route<RouteSchemas>>,
  { context, from, headers }: Passage,
  address: object,
): Promise<Response> {
  const { request } = context
  countRequest(parts.limiters.anonymous, from, context.now, headers)
  const idempotencyKey = route.method === 'GET' ? '' : idempotencyKeyOf(request)
  const input = { ...address, body: await parseBody(request, route, schemas) }
  const body = await handler.answer({ ...context, address: from, idempotencyKey }, input as never)
  return writeAnswer(route.success, JSON.stringify(body), headers, false)
}

/** Who calls, whether the role may, and whether it is not too often. */
async function authorize(
  parts: HandleParts,
  bound: BoundRoute,
  { context, from, headers }: Passage,
): Promise<AuthorizedContext> {
  const { request, now } = context
  const { limiters } = parts
  // Before the token is looked at: who guesses at tokens has none.
  countRequest(limiters.address, from, now, headers)
  const principal = await parts.authenticator.principal(request.headers.get('authorization'))
  const isVisitor = principal.side === 'requester' && principal.visitor
  countRequest(
    isVisitor ? limiters.visitor : limiters.principal,
    `${principal.tenant}/${principalName(principal)}`,
    now,
    headers,
  )
  const reach = reachOf(bound, principal)
  return { ...context, principal, reach, sight: parts.book.sightOf(principal, reach) }
}

type Work = Pick<Parameters<Once['answer']>[0], 'needs' | 'work' | 'authorizeReplay'> & { fingerprint: unknown }

async function once(
  parts: HandleParts,
  { id, route }: BoundRoute,
  { headers }: Passage,
  { principal }: AuthorizedContext,
  key: string,
  { fingerprint, ...work }: Work,
): Promise<Response> {
  const answer = await parts.once.answer({
    scope: { tenant: principal.tenant, principal: principalName(principal), route: id, key },
    fingerprint: sha256Hex(canonicalJson(fingerprint)),
    status: route.success,
    ...work,
    work: whileLiving(principal, work.work),
  })
  if (!answer.replayed) parts.committed(principal.tenant)
  return writeAnswer(answer.status, answer.body, headers, answer.replayed)
}

/** A visitor who became a person while this waited for its turn writes nothing any more: it would be nobody's. */
function whileLiving(principal: Principal, work: Work['work']): Work['work'] {
  if (principal.side !== 'requester' || !principal.visitor) return work
  return async (writing) => {
    if ((await livingVisitor(writing.tx, principal)).length === 0) throw new ProblemError('token_revoked')
    return work(writing)
  }
}
