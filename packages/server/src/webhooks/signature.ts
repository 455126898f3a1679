import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { keyFor } from '../visitors/visitor-token.ts'

const day = 86_400_000

/** How long the secret before the present one signs as well, in milliseconds. */
export const rotation = day
/** How long a new secret can be read, in milliseconds. */
export const secretShown = 10 * 60_000

interface Endpoint {
  readonly tenant: string
  readonly id: string
  readonly generation: number
  readonly secret_at: number
}

/** An endpoint's secret is made of a key outside the database each time: nobody has it who has the database alone. */
function secretBytes(linkKey: Uint8Array, { tenant, id }: Endpoint, generation: number): Uint8Array {
  return hmac(sha256, keyFor(linkKey, 'webhook secret'), utf8ToBytes([tenant, id, generation].join('\n')))
}

/** As whoever receives has to configure it: `whsec_` and base64 (Standard Webhooks). */
export const webhookSecret = (linkKey: Uint8Array, endpoint: Endpoint): string =>
  `whsec_${base64(secretBytes(linkKey, endpoint, endpoint.generation))}`

/** Until when two secrets sign; null where one does. */
export function rotatingUntil({ generation, secret_at }: Endpoint, now: number): number | null {
  return generation > 1 && now < secret_at + rotation ? secret_at + rotation : null
}

/** The headers of Standard Webhooks for one attempt. */
export function signedHeaders(
  linkKey: Uint8Array,
  endpoint: Endpoint,
  { id, body, now }: { id: string; body: string; now: number },
): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000))
  const generations = [endpoint.generation]
  if (rotatingUntil(endpoint, now) !== null) generations.push(endpoint.generation - 1)
  const signatures = generations.map((generation) =>
    signatureOf(secretBytes(linkKey, endpoint, generation), { id, timestamp, body }),
  )
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}

/** `v1,` and the base64 of HMAC-SHA-256 over `id.timestamp.body`. */
export function signatureOf(secret: Uint8Array, of: { id: string; timestamp: string; body: string }): string {
  return `v1,${base64(hmac(sha256, secret, utf8ToBytes(`${of.id}.${of.timestamp}.${of.body}`)))}`
}

function base64(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}
