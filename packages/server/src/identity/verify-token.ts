import { compactVerify, importJWK, type JWK } from 'jose'
import { ProblemError } from '../handle/problem-error.ts'
import type { Database } from '../storage/database.ts'
import { findIssuer, issuerIsKnown, tenantName } from './store.ts'
import { parseToken, type TokenContent } from './token-format.ts'
import { longestLifetime } from './token-lifetime.ts'

/** How far the clock of a host's backend may be ahead of ours, in seconds. */
const clockSkew = 60

/**
 * Verifies a customer token: registered issuer and key, the key's one algorithm, signature, and times. Each fault has
 * a code of its own; none of them tells more than who holds the tenant's public id can find out anyway.
 *
 * @param now milliseconds
 * @throws ProblemError what `parseToken` throws; token_wrong_audience, token_unknown_issuer, token_unknown_key,
 * token_wrong_algorithm, token_wrong_signature, token_expired, token_not_yet_valid
 */
export async function verifyToken(database: Database, token: string, now: number): Promise<TokenContent> {
  const content = parseToken(token)
  const { audience: tenant, issuer, kid } = content
  const [key] = await findIssuer(database.reader, { tenant, issuer, kid })
  if (!key) throw await strangerOf(database, content)
  if (key.retired_at !== null) throw new ProblemError('token_unknown_key')
  if (content.algorithm !== key.algorithm) throw new ProblemError('token_wrong_algorithm')
  try {
    const jwk = JSON.parse(key.jwk) as JWK
    // WebCrypto compares: an HMAC in constant time, a signature by its equation.
    await compactVerify(token, await importJWK(jwk, key.algorithm), { algorithms: [key.algorithm] })
  } catch {
    throw new ProblemError('token_wrong_signature')
  }
  checkTimes(content, now)
  return content
}

/** Why a token's key is not known: no such tenant, an issuer of another one, or a key that this issuer never had. */
async function strangerOf({ reader }: Database, { audience: tenant, issuer }: TokenContent): Promise<ProblemError> {
  if ((await tenantName(reader, { id: tenant })).length === 0) return new ProblemError('token_wrong_audience')
  const known = await issuerIsKnown(reader, { tenant, issuer })
  return new ProblemError(known.length > 0 ? 'token_unknown_key' : 'token_unknown_issuer')
}

/** @throws ProblemError token_expired, token_not_yet_valid, token_invalid (it would live too long) */
function checkTimes({ expires, issuedAt, notBefore }: TokenContent, now: number): void {
  const seconds = now / 1000
  if (expires <= seconds) throw new ProblemError('token_expired')
  if (Math.max(notBefore ?? 0, issuedAt ?? 0) > seconds + clockSkew) throw new ProblemError('token_not_yet_valid')
  if (expires - (issuedAt ?? seconds) > longestLifetime) {
    throw new ProblemError('token_invalid', { detail: 'A token may live for an hour at most' })
  }
}

/** The earliest instant, in milliseconds, at which the token can have been issued: what a revocation is held against. */
export function earliestIssue({ issuedAt, expires }: TokenContent): number {
  return (issuedAt ?? expires - longestLifetime) * 1000
}
