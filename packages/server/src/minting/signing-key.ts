import { importJWK, importPKCS8, type JWK } from 'jose'
import { fromBase64Url } from '../handle/base64url.ts'
import { shortestSecret } from '../identity/token-lifetime.ts'
import { TokenMistake } from './token-mistake.ts'

/** PEM, base64url, JSON Web Key, bytes, or a key that was imported already. */
export type TokenKey = string | Uint8Array | JWK | CryptoKey

/** @throws TokenMistake the key does not fit, without a word of what it holds */
export async function signingKey(algorithm: string, key: TokenKey): Promise<CryptoKey | Uint8Array> {
  switch (algorithm) {
    case 'HS256':
      return secretOf(key)
    case 'EdDSA':
    case 'ES256':
      return privateKey(algorithm, key)
    default:
      throw new TokenMistake(`algorithm is EdDSA, ES256 or HS256`)
  }
}

function secretOf(key: TokenKey): Uint8Array {
  const coded = typeof key === 'string' ? key : 'k' in key && typeof key.k === 'string' ? key.k : undefined
  const bytes = key instanceof Uint8Array ? key : coded === undefined ? undefined : fromBase64Url(coded)
  if (!bytes) throw new TokenMistake('key is the secret for HS256: its bytes, or base64url without padding')
  if (bytes.byteLength < shortestSecret) throw new TokenMistake(`key needs at least ${shortestSecret} random bytes`)
  return bytes
}

async function privateKey(algorithm: 'EdDSA' | 'ES256', key: TokenKey): Promise<CryptoKey> {
  const imported = await read(algorithm, key).catch(() => undefined)
  const curve = algorithm === 'EdDSA' ? imported?.algorithm.name === 'Ed25519' : isP256(imported)
  if (imported?.type !== 'private' || !curve) {
    throw new TokenMistake(`key is the private key for ${algorithm}: PKCS#8 as PEM, a JSON Web Key, or a CryptoKey`)
  }
  return imported
}

async function read(algorithm: string, key: TokenKey): Promise<CryptoKey | undefined> {
  if (key instanceof CryptoKey) return key
  // A line of an environment variable has its line ends written out.
  if (typeof key === 'string') return importPKCS8(key.replaceAll('\\n', '\n'), algorithm)
  const imported = await importJWK(key as JWK, algorithm)
  return imported instanceof CryptoKey ? imported : undefined
}

const isP256 = (key: CryptoKey | undefined) =>
  key?.algorithm.name === 'ECDSA' && 'namedCurve' in key.algorithm && key.algorithm.namedCurve === 'P-256'
