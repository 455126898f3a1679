import type * as z from 'zod/mini'
import type { ProblemCode } from './problem.ts'

/**
 * What travels on one route, as schemas. Inputs are strict (unknown members are refused), outputs
 * ignore members they do not know, so that a newer server can say more to an older client.
 */
export interface RouteSchemas {
  /** One line for the OpenAPI document. */
  readonly summary: string
  readonly params?: z.ZodMiniObject
  readonly query?: z.ZodMiniObject
  /** JSON body of a request; absent for reads and for routes that carry raw bytes. */
  readonly body?: z.ZodMiniType
  /** JSON body of the answer; absent where the answer is a stream or a file. */
  readonly output?: z.ZodMiniType
  /** Problems of this route's own, besides those that every route can answer with. */
  readonly problems: readonly ProblemCode[]
}

/**
 * The address and flags of one endpoint: everything a caller needs to send a request, and nothing
 * heavier. The schemas stay behind `schemas()`, so that a page loads them only when it checks something.
 */
export interface Route<Schemas extends RouteSchemas = RouteSchemas> {
  /** Stable name: idempotency scope, permission table, OpenAPI `operationId`. */
  readonly id: string
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE'
  /** Below the base path; parameters are written `:name`. */
  readonly path: `/${string}`
  /**
   * - `read`: answers JSON with an `ETag`
   * - `write`: takes JSON and an `Idempotency-Key`
   * - `upload`: takes raw bytes and an `Idempotency-Key`
   * - `tus`: one of the verbs of resumable uploads; what it says stands in headers
   * - `download`: answers bytes; its authorization is the signature in the URL
   * - `stream`: answers server-sent events
   * - `bytes`: answers bytes that never change, to whoever may have them
   * - `anonymous`: takes and answers JSON, for callers who have no token yet
   * - `feed`: answers a document of a format of its own to everybody, from any page
   * - `operations`: for the people who run the server, without a token
   */
  readonly kind:
    | 'read'
    | 'write'
    | 'upload'
    | 'tus'
    | 'download'
    | 'stream'
    | 'bytes'
    | 'anonymous'
    | 'feed'
    | 'operations'
  /** Largest request body, in bytes. */
  readonly bodyLimit: number
  /** Status of the answer to a first success. */
  readonly success: 200 | 201 | 204
  readonly schemas: () => Promise<Schemas>
}

/** A request body without files: 256 KiB holds the longest texts in any script. */
export const jsonBodyLimit = 256 * 1024

// A bundler may drop the routes that a page does not call.
/* @__NO_SIDE_EFFECTS__ */
export function route<Schemas extends RouteSchemas>(
  address: Pick<Route, 'id' | 'method' | 'path' | 'kind'> & Partial<Pick<Route, 'bodyLimit' | 'success'>>,
  schemas: () => Promise<Schemas>,
): Route<Schemas> {
  const bodyLimit = address.kind === 'write' ? jsonBodyLimit : 0
  return { bodyLimit, success: address.kind === 'write' ? 201 : 200, ...address, schemas }
}

type Infer<Schema, Otherwise> = Schema extends z.ZodMiniType ? z.output<Schema> : Otherwise
type InputMember<Name extends string, Schema> = Schema extends z.ZodMiniType
  ? Record<never, never> extends z.input<Schema>
    ? { readonly [Key in Name]?: z.input<Schema> }
    : { readonly [Key in Name]: z.input<Schema> }
  : unknown

/** What a caller hands over: path parameters, query and body, each only where the route has it. */
export type InputOf<R> =
  R extends Route<infer Schemas>
    ? InputMember<'params', Schemas['params']> &
        InputMember<'query', Schemas['query']> &
        InputMember<'body', Schemas['body']>
    : never

/** What the route answers with. */
export type OutputOf<R> = R extends Route<infer Schemas> ? Infer<Schemas['output'], undefined> : never

/** Fills path parameters in, percent-encoded. */
export function pathOf(route: Route, params: Readonly<Record<string, string | number>> = {}): string {
  return route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
}
