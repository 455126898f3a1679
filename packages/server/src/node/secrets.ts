import { join } from 'node:path'
import type { RandomBytes } from '@aftercare/protocol'
import { freshSecrets, type Secrets, secretLength } from '../secrets.ts'
import { keptFile } from './kept-file.ts'

export const secretsFile = (dataDir: string): string => join(dataDir, 'secrets.json')

/**
 * The installation's secrets, made at random on first use and then the same for ever: without them the audit log
 * can no longer be verified.
 *
 * @throws Error when the file is damaged or cannot be read
 */
export async function keptSecrets(dataDir: string, random: RandomBytes): Promise<Secrets> {
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
  return typeof value === 'string' && decoded(value).byteLength === secretLength
}
