import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { toBase64Url } from '../handle/base64url.ts'

/** `iss` of people who are visitors; no backend may register it. */
export const visitorIssuer = 'aftercare:visitor'

/** `acv_` and 256 bits in base64url. */
export const visitorTokenPattern = /^acv_[A-Za-z0-9_-]{43}$/

/** A key of its own for each use, from one secret. */
export const keyFor = (secret: Uint8Array, use: string): Uint8Array =>
  hmac(sha256, secret, utf8ToBytes(`aftercare\n${use}`))

/**
 * The token of whoever solved this challenge with this idempotency key. Made of both with a secret key, it is the
 * same when the request is sent again because its answer was lost, though nobody has kept it.
 */
export function visitorTokenOf(
  key: Uint8Array,
  of: { tenant: string; challenge: string; idempotencyKey: string },
): string {
  const text = [of.tenant, of.challenge, of.idempotencyKey].join('\n')
  return `acv_${toBase64Url(hmac(sha256, key, utf8ToBytes(text)))}`
}
