import { compactVerify, importJWK, type JWK } from 'jose'
import { ProblemError } from '../handle/problem-error.ts'
import type { Database } from '../storage/database.ts'
import { findIssuer } from './store.ts'
import { parseToken, type TokenContent } from './token-format.ts'

/** How long a customer token may live at most, in seconds. */
export const longestLifetime = 3600

/** How far the clock of a host's backend may be ahead of ours, in seconds. */
const clockSkew = 60

/**
 * Verifies a customer token: registered issuer and key, the key's one algorithm, signature, and times.
 *
 * @param now milliseconds
 * @throws ProblemError token_invalid, token_unknown_issuer, token_expired, token_not_yet_valid
 */
export async function verifyToken(database: Database, token: string, now: number): Promise<TokenContent> {
  const content = parseToken(token)
  const { audience: tenant, issuer, kid } = content
  const [key] = await findIssuer(database.reader, { tenant, issuer, kid })
  if (!key || key.retired_at !== null) throw new ProblemError('token_unknown_issuer')
  if (content.algorithm !== key.algorithm) throw new ProblemError('token_invalid')
  try {
    const jwk = JSON.parse(key.jwk) as JWK
    await compactVerify(token, await importJWK(jwk, key.algorithm), { algorithms: [key.algorithm] })
  } catch {
    throw new ProblemError('token_invalid')
  }
  checkTimes(content, now)
  return content
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
