import type { InputOf, OutputOf, RandomBytes, Route, RouteSchemas } from '@aftercare/protocol'
import type { Clock, Environment } from './environment.ts'
import type { Live } from './live/connection.ts'
import type { Outbox } from './outbox/outbox.ts'
import type { OpenPersistence } from './persistence/persistence.ts'
import type { Session } from './session/session.ts'
import type { RequestInput } from './transport.ts'

/** `url` and a way to get tokens is all that a page needs; everything else has a default. */
export interface ClientOptions extends Partial<Environment> {
  /** Base path of the backend: absolute, or in a page relative to it, for example `/support`. */
  readonly url: string
  /** Asks the host's backend for a token of the signed-in person. Called by one caller at a time. */
  readonly getToken?: (() => Promise<string>) | undefined
  /** The tenant's public id, where the host knows it; else read from the token's `aud`. */
  readonly tenant?: string | undefined
  /** The person, where the host knows it; else read from the token's `sub`. */
  readonly subject?: string | undefined
  /** BCP 47 */
  readonly locale?: string | undefined
}

export interface CallOptions {
  readonly signal?: AbortSignal
  readonly idempotencyKey?: string
  /** The identity the caller acts for: a token of another one is not used, `SignedOut` is thrown instead. */
  readonly owner?: string | undefined
  /** Milliseconds until the request counts as failed; 30 000 unless told. */
  readonly timeout?: number
  /** Raw bytes in place of a JSON body; `headers` say what they are. */
  readonly bytes?: Uint8Array<ArrayBuffer>
  /** Headers of this route's own. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** The small part that everything hangs on. Elements get one through their context. */
export interface Core {
  readonly url: string
  readonly locale: string | undefined
  readonly clock: Clock
  readonly random: RandomBytes
  /** With what of the options tells who reads. */
  readonly environment: Environment & Pick<ClientOptions, 'getToken' | 'tenant' | 'subject'>
  readonly session: Session
  /** Sends a request. Throws `SupportProblem`, `NetworkFailure` or `SignedOut`. */
  call<Schemas extends RouteSchemas>(
    route: Route<Schemas>,
    input?: InputOf<Route<Schemas>>,
    options?: CallOptions,
  ): Promise<OutputOf<Route<Schemas>>>
  /** As `call`, but answers with the response itself: for streams. */
  send(route: Route, input?: RequestInput, options?: CallOptions): Promise<Response>
  /**
   * The store of the signed-in person, opened on first use, and anew by itself where its connection is lost; in memory where
   * the device refuses. Rejects with `SignedOut` or `NetworkFailure` while nobody is known.
   */
  persistence(): Promise<OpenPersistence>
  /** Loaded on first use. */
  outbox(): Promise<Outbox>
  /** Loaded on first use. */
  live(): Promise<Live>
  /** What the factory makes, made once for this core. */
  column<T>(factory: (core: Core) => T): T
  /** Calls back when the core is closed; waits for what it returns. */
  onClose(callback: () => void | Promise<void>): void
  /** Stops timers and connections and closes storage. What is queued stays on the device. */
  close(): Promise<void>
}
