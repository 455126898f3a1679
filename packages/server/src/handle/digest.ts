import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

// Synchronous on purpose: the audit chain is computed between two statements of a transaction, where nothing
// but SQL may be awaited, and WebCrypto has neither a synchronous digest nor one that takes a stream.

/** SHA-256 of a text (as UTF-8) or of bytes, in hex. */
export function sha256Hex(data: string | Uint8Array): string {
  return bytesToHex(sha256(typeof data === 'string' ? utf8ToBytes(data) : data))
}

/** HMAC-SHA-256 of a text, in hex. */
export function hmacHex(key: Uint8Array, data: string): string {
  return bytesToHex(hmac(sha256, key, utf8ToBytes(data)))
}

/** SHA-256 of bytes that come in pieces. */
export function streamingSha256(): { update(bytes: Uint8Array): void; hex(): string } {
  const hash = sha256.create()
  return {
    update: (bytes) => void hash.update(bytes),
    hex: () => bytesToHex(hash.digest()),
  }
}
