import { canonicalJson } from '@aftercare/protocol'
import { hmacHex, sha256Hex } from '../handle/digest.ts'

/** Keeps these hashes apart from all others, and this form of the row from later ones. */
const domain = 'aftercare-audit-1'

export interface AuditEntry {
  readonly tenant: string
  readonly seq: number
  readonly at: number
  readonly actor: string
  readonly action: string
  /** Canonical JSON. */
  readonly details: string
}

/** What the first entry of a tenant's chain follows. */
export const chainStart = '0'.repeat(64)

/** `SHA-256(domain ‖ previous ‖ canonical row)`, in hex. */
export function auditHash(entry: AuditEntry, previous: string): string {
  const { tenant, seq, at, actor, action, details } = entry
  return sha256Hex(`${domain}\n${previous}\n${canonicalJson({ tenant, seq, at, actor, action, details })}`)
}

/** HMAC of an entry's hash: who can write to the database cannot make one without the key. */
export function auditMac(key: Uint8Array, hash: string): string {
  return hmacHex(key, `${domain}\n${hash}`)
}
