/** What can be stored: JSON and bytes. */
export type StoredValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array<ArrayBuffer>
  | readonly StoredValue[]
  | { readonly [name: string]: StoredValue | undefined }

/** One change within a transaction. */
export type Operation =
  | { readonly type: 'put'; readonly key: string; readonly value: StoredValue }
  /** A put, where the key is there; else nothing. */
  | { readonly type: 'replace'; readonly key: string; readonly value: StoredValue }
  | { readonly type: 'delete'; readonly key: string }
  /** Deletes whatever lies under a key that begins so; under `''`, everything. */
  | { readonly type: 'clear'; readonly key: string }
  /** Comes first: the whole write rejects, and nothing of it takes effect, where the key is not there. */
  | { readonly type: 'require'; readonly key: string }
  /** As `require`, where something lies under the key that is not this text; nothing is no objection. */
  | { readonly type: 'unchanged'; readonly key: string; readonly value: unknown }

/**
 * Where drafts, the outbox and receipts are kept: one ordered map from key to value per tenant and
 * subject. The contract suite (`@aftercare/client/persistence-contract`) judges every adapter.
 */
export interface Persistence {
  /** The value as it was put, or `undefined`. */
  get(key: string): Promise<unknown>
  /** All pairs whose key starts with `prefix`, in ascending order of key (UTF-16 code units). */
  list(prefix: string): Promise<readonly (readonly [key: string, value: unknown])[]>
  /**
   * Applies all operations in order, or none: they are durable when the promise resolves, and nothing of
   * them is visible when it rejects. Concurrent calls take effect one after the other. The
   * caller leaves the values alone until then.
   */
  write(operations: readonly Operation[]): Promise<void>
  /** Waits for running writes, then lets go of the storage; later calls reject. May be called twice. */
  close(): Promise<void>
}

/**
 * Opens (or makes) the store of that name. Rejects when the device refuses. Whatever is not answered within ten seconds,
 * here and in what is opened, counts as refused and is tried once more on a new opening; then the client goes on without.
 */
export type PersistenceFactory = (name: string) => Promise<Persistence>

/** A store and whether what it holds outlives the page. */
export interface OpenPersistence {
  /** Whose it is, as `Session.identity` says. */
  readonly identity: string
  /** Unique on this device: also the name of locks and channels. */
  readonly name: string
  readonly store: Persistence
  readonly durable: boolean
  /** What lay under `epochKey` when it was opened: another value there, and the person has logged out meanwhile. */
  readonly epoch: unknown
}

/** Changes with each logout, in whatever page. */
export const epochKey = 'epoch'

/** Ids of the writes that lived in this page alone, as the device refused them: of those the store tells nothing. */
export const heldByPage = (): string[] => []
