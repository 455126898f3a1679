import type { RandomBytes } from '@aftercare/protocol'

/** What one installation keeps outside of its database, 32 random bytes each. */
export interface Secrets {
  /** Key of the audit log's HMAC. */
  readonly audit: Uint8Array
  /** Signs download addresses. */
  readonly links: Uint8Array
  /** Signs the customer tokens that `aftercare token customer` and the seeded world mint. */
  readonly development: Uint8Array
}

/** In bytes. */
export const secretLength = 32

/** Fresh ones, for what lives in memory. */
export function freshSecrets(random: RandomBytes): Secrets {
  const secret = () => {
    const bytes = new Uint8Array(secretLength)
    random(bytes)
    return bytes
  }
  return { audit: secret(), links: secret(), development: secret() }
}
