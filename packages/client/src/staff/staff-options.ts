import type { ClientOptions } from '../core.ts'

/** `url` and a way to the staff member's key; everything else has a default. */
export type StaffClientOptions = Omit<ClientOptions, 'getToken'> & (KeyOption | GetKeyOption)

interface KeyOption {
  /** The staff member's key, `ack_…`. It opens customers' data: never in a page that customers load. */
  readonly key: string
  readonly getKey?: undefined
}

interface GetKeyOption {
  readonly key?: undefined
  /** Asks for the key: once, and again when the server has refused it. */
  readonly getKey: () => Promise<string>
}

/** How one thing is done once. */
export interface DoOptions {
  /**
   * A random UUID that names what is done, and its idempotency key. Made anew unless told; the same one again has no
   * second effect, so that a call whose answer was lost can be repeated.
   */
  readonly id?: string | undefined
  readonly signal?: AbortSignal | undefined
}
