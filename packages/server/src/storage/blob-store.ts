/**
 * Where the bytes of files live. Keys are UUIDs in lower case, made by the server, never by a caller.
 * The blob contract suite judges an implementation.
 */
export interface BlobStore {
  /**
   * Stores all bytes under `key`. Durable when it resolves; when it rejects, because the stream failed
   * or the store did, nothing is left under the key. A key is put once.
   */
  put(key: string, bytes: ReadableStream<Uint8Array>): Promise<void>
  /** The bytes, or undefined when there are none under the key. */
  get(key: string): Promise<ReadableStream<Uint8Array> | undefined>
  /** Removes them; no error when there are none. */
  delete(key: string): Promise<void>
}
