import { join } from 'node:path'
import { keptFile } from './kept-file.ts'

/** What one installation keeps outside of its database, 32 random bytes each. */
export interface Secrets {
  /** Key of the audit log's HMAC. */
  readonly audit: Uint8Array
  /** Signs download addresses. */
  readonly links: Uint8Array
  /** Signs the customer tokens that `aftercare token customer` and the development world mint. */
  readonly development: Uint8Array
}

type Fill = (bytes: Uint8Array<ArrayBuffer>) => void

const secretBytes = 32

/** Fresh ones, for what lives in memory. */
export function freshSecrets(random: Fill): Secrets {
  const secret = () => {
    const bytes = new Uint8Array(secretBytes)
    random(bytes)
    return bytes
  }
  return { audit: secret(), links: secret(), development: secret() }
}

export const secretsFile = (dataDir: string): string => join(dataDir, 'secrets.json')

/**
 * The installation's secrets, made at random on first use and then the same for ever: without them the audit log
 * can no longer be verified.
 *
 * @throws Error when the file is damaged or cannot be read
 */
export async function keptSecrets(dataDir: string, random: Fill): Promise<Secrets> {
  const kept = await keptFile(secretsFile(dataDir), parseSecrets, () => {
    const { audit, links, development } = freshSecrets(random)
    return { audit: encoded(audit), links: encoded(links), development: encoded(development) }
  })
  return { audit: decoded(kept.audit), links: decoded(kept.links), development: decoded(kept.development) }
}

const encoded = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
const decoded = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64url'))

function parseSecrets(value: unknown) {
  if (value === null || typeof value !== 'object') return undefined
  const { audit, links, development } = value as Record<string, unknown>
  if (!isSecret(audit) || !isSecret(links) || !isSecret(development)) return undefined
  return { audit, links, development }
}

function isSecret(value: unknown): value is string {
  return typeof value === 'string' && decoded(value).byteLength === secretBytes
}
