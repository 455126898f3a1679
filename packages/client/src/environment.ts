import type { RandomBytes } from '@aftercare/protocol'
import type { PersistenceFactory } from './persistence/persistence.ts'

/** Time as the client sees it, so that a test can let a day pass in a millisecond. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls back once after that many milliseconds; returns what cancels it. */
  after(milliseconds: number, callback: () => void): () => void
}

/** Sends a request. `globalThis.fetch`, or a server's own `fetch` in the same process. */
export type Fetch = (request: Request) => Promise<Response>

/** Runs `work` while nobody else on this device holds `name`; `undefined` at once when somebody does. */
export type Locks = <T>(name: string, work: () => Promise<T>) => Promise<T | undefined>

/** Tells the other pages of this person that something in storage changed. */
export interface Channel {
  post(message: string): void
  close(): void
}
export type ChannelFactory = (name: string, received: (message: string) => void) => Channel

/** Whether somebody can see the page, and hints of the network. */
export interface Attention {
  visible(): boolean
  /** Calls back when `visible()` changed; returns what stops it. */
  onVisibility(callback: () => void): () => void
  /** Calls back when the network may be back; only ever a hint. */
  onOnline(callback: () => void): () => void
  /** Calls back when the network may be gone; only ever a hint. */
  onOffline(callback: () => void): () => void
}

/** SHA-256 of some bytes. */
export type Digest = (bytes: Uint8Array<ArrayBuffer>) => Promise<ArrayBuffer>

/** Everything outside the SDK that it depends on. */
export interface Environment {
  readonly fetch: Fetch
  readonly storage: PersistenceFactory
  readonly clock: Clock
  readonly random: RandomBytes
  readonly digest: Digest
  readonly locks: Locks
  readonly channel: ChannelFactory
  readonly attention: Attention
  /**
   * Starts the worker that searches articles: `@aftercare/client/search-worker`. Without it the client starts its own
   * file; where a policy forbids either, it searches on the page's thread in slices.
   */
  readonly searchWorker?: (() => Worker) | undefined
  /** Bytes of a file that go in one request; a megabyte unless told. For what stands before a backend and takes less. */
  readonly uploadPiece?: number | undefined
  /**
   * Whether elements tell the backend what searches came to, for its list of what to write: never who searched, and nothing
   * that has a secret or an address in it. True unless told.
   */
  readonly reportSearches?: boolean | undefined
}
