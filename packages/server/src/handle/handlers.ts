import type { OutputOf, Route, RouteSchemas } from '@aftercare/protocol'
import type { Reach } from '@aftercare/protocol/permissions'
import type { RouteId, routes } from '@aftercare/protocol/routes'
import type * as z from 'zod/mini'
import type { Principal } from '../identity/principal.ts'
import type { AuditNote, Needs, Writing } from '../journal/write.ts'
import type { Queryable } from '../storage/prepared.ts'
import type { Sight } from '../tickets/visibility.ts'

/** What every handler knows about the request it serves. */
export interface Context {
  readonly request: Request
  readonly requestId: string
  /** Milliseconds, when the request came. */
  readonly now: number
}

/** A request with a verified principal and a role that may call the route. */
export interface AuthorizedContext extends Context {
  readonly principal: Principal
  /** How far this role's permission goes on this route. */
  readonly reach: Reach
  /** Which tickets the caller sees; read once per request, through whatever the handler reads with. */
  sight(db: Queryable): Promise<Sight>
}

type Parsed<Schema> = Schema extends z.ZodMiniType ? z.output<Schema> : undefined

/** Input that the route's schemas have accepted. */
export type ParsedInput<R> =
  R extends Route<infer Schemas>
    ? {
        readonly params: Parsed<Schemas['params']>
        readonly query: Parsed<Schemas['query']>
        readonly body: Parsed<Schemas['body']>
      }
    : never

/** Answers JSON; nothing changes but the audit log. */
export interface ReadHandler<R> {
  readonly kind: 'read'
  /** Large, and the same for everybody of a role: nothing that a caller has written stands beside what others wrote. */
  readonly compressible?: true
  read(context: AuthorizedContext, input: ParsedInput<R>): Promise<OutputOf<R>>
  /** What whoever brings no token gets of a tenant; where it is there, the route stands in `withoutToken`. */
  readPublic?(of: { readonly tenant: string; readonly now: number }, input: ParsedInput<R>): Promise<OutputOf<R>>
}

/** Writes in one transaction, once per idempotency key. */
export interface WriteHandler<R> {
  readonly kind: 'write'
  readonly needs: Needs | ((input: ParsedInput<R>) => Needs)
  write(
    context: AuthorizedContext,
    input: ParsedInput<R>,
    writing: Writing,
  ): Promise<{ audit: AuditNote; body: OutputOf<R> }>
  /** Asked before a stored answer is given again: may the caller still see what it wrote to? */
  authorizeReplay(context: AuthorizedContext, input: ParsedInput<R>): Promise<void>
  /** What whoever brings no token does; where it is there, the route stands in `withoutToken`. `once` writes as `anybody`. */
  writePublic?(
    of: { readonly tenant: string; readonly now: number },
    input: ParsedInput<R>,
    once: OnceWithin,
  ): Promise<OutputOf<R>>
}

/** Takes bytes in before the transaction; what was taken in is let go when there is none. */
export interface UploadHandler<R, Received> {
  readonly kind: 'upload'
  receive(context: AuthorizedContext, limit: number): Promise<{ received: Received; fingerprint: unknown }>
  write(
    context: AuthorizedContext,
    received: Received,
    writing: Writing,
  ): Promise<{ audit: AuditNote; body: OutputOf<R> }>
  /** Its transaction is committed. */
  arrived?(context: AuthorizedContext, received: Received): void
  discard(received: Received): Promise<void>
}

/**
 * One of the verbs of resumable uploads: what it says stands in headers. `once` answers a write under the request's
 * idempotency key, whose answer may be of an earlier one.
 */
export interface TusHandler<R> {
  readonly kind: 'tus'
  answer(context: AuthorizedContext, input: ParsedInput<R>, once: OnceWithin): Promise<Readonly<Record<string, string>>>
}

export type OnceWithin = (write: {
  readonly fingerprint: unknown
  work(writing: Writing): Promise<{ audit: AuditNote; body: unknown }>
}) => Promise<{ readonly body: unknown; readonly replayed: boolean }>

/** Makes its own answer, to everybody: the signature in the address is the authorization. */
export interface DownloadHandler<R> {
  readonly kind: 'download'
  download(context: Context, input: ParsedInput<R>): Promise<RawAnswer>
}

/** Keeps its answer open. */
export interface StreamHandler {
  readonly kind: 'stream'
  open(context: AuthorizedContext): Promise<RawAnswer>
}

/** Answers bytes that are the same for ever; whoever may have them is asked each time. */
export interface BytesHandler<R> {
  readonly kind: 'bytes'
  bytes(context: AuthorizedContext, input: ParsedInput<R>): Promise<Uint8Array>
  /** As of a read: what whoever brings no token gets. */
  readPublic?(of: { readonly tenant: string; readonly now: number }, input: ParsedInput<R>): Promise<Uint8Array>
}

/** Answers everybody, from any page, a document of a format of its own; it says what is for everybody alone. */
export interface FeedHandler<R> {
  readonly kind: 'feed'
  /** `root` is where the feeds of all tenants lie: an address that ends with `/`. */
  feed(
    context: { readonly now: number; readonly root: string },
    input: ParsedInput<R>,
  ): Promise<{ readonly body: string; readonly type: string }>
}

/** For those who run the server, without a token. */
export interface OperationsHandler<R> {
  readonly kind: 'operations'
  answer(): Promise<OutputOf<R>>
}

/** For callers who have no token yet. */
export interface AnonymousHandler<R> {
  readonly kind: 'anonymous'
  answer(context: AnonymousContext, input: ParsedInput<R>): Promise<OutputOf<R>>
}

export interface AnonymousContext extends Context {
  /** Where the request comes from, as far as the server knows. */
  readonly address: string | undefined
  /** Empty where the route changes nothing. */
  readonly idempotencyKey: string
}

export interface RawAnswer {
  readonly body: ReadableStream<Uint8Array>
  readonly headers: Readonly<Record<string, string>>
}

export type Handler<R> =
  | ReadHandler<R>
  | WriteHandler<R>
  // biome-ignore lint/suspicious/noExplicitAny: what is received is between the handler's own functions
  | UploadHandler<R, any>
  | TusHandler<R>
  | DownloadHandler<R>
  | StreamHandler
  | BytesHandler<R>
  | AnonymousHandler<R>
  | FeedHandler<R>
  | OperationsHandler<R>

/** One handler per route of the protocol; a missing one does not compile, and does not start. */
export type Handlers = { readonly [Id in RouteId]: Handler<(typeof routes)[Id]> }

/** Some of them that write, for handlers that do what others do. */
export type WriteHandlers<Id extends RouteId> = { readonly [I in Id]: WriteHandler<(typeof routes)[I]> }

type AnyRoute = Route<RouteSchemas>

/** Of those that also answer whoever brings no token. */
export type OpenHandler =
  | (ReadHandler<AnyRoute> & Required<Pick<ReadHandler<AnyRoute>, 'readPublic'>>)
  | (BytesHandler<AnyRoute> & Required<Pick<BytesHandler<AnyRoute>, 'readPublic'>>)
  | (WriteHandler<AnyRoute> & Required<Pick<WriteHandler<AnyRoute>, 'writePublic'>>)

export type AnyHandler = Handler<AnyRoute>
