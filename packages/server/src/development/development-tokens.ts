import { AdministrationError } from '../administration/administration-error.ts'
import { registerIssuer } from '../administration/issuers.ts'
import { toBase64Url } from '../handle/base64url.ts'
import type { Journal } from '../journal/write.ts'
import { tokenMinter } from '../minting/index.ts'

/** Stands for the host's backend where there is none yet. A real one registers a key of its own. */
const issuer = { issuer: 'aftercare-development', kid: 'development-1', algorithm: 'HS256' } as const

/** `iss` of development tokens. */
export const developmentIssuer = issuer.issuer

/** The person a token speaks for, and what the host says of them. */
export interface TokenPerson {
  readonly subject: string
  readonly name?: string
  readonly email?: string
  readonly account?: string
  /** BCP 47 tag. */
  readonly locale?: string
}

/**
 * Lets a tenant believe tokens of `mintCustomerToken`; does nothing when it does already.
 *
 * @throws AdministrationError `not_found` when there is no such tenant
 */
export async function allowDevelopmentTokens(journal: Journal, tenant: string, secret: Uint8Array): Promise<void> {
  const jwk = { kty: 'oct', k: toBase64Url(secret) }
  try {
    await registerIssuer(journal, { tenant, ...issuer, jwk })
  } catch (error) {
    if (!(error instanceof AdministrationError && error.code === 'exists')) throw error
  }
}

/**
 * A customer token (JWT, HS256) for development.
 *
 * @param now milliseconds since 1970
 * @param lifetime seconds; the server believes one hour at most
 */
export function mintCustomerToken(
  { subject, name, email, account, locale }: TokenPerson,
  { tenant, secret, now, lifetime }: { tenant: string; secret: Uint8Array; now: number; lifetime: number },
): Promise<string> {
  const minter = tokenMinter({ ...issuer, tenant, key: secret, lifetime, clock: () => now })
  return minter.mint({
    id: subject,
    name,
    email,
    emailVerified: email === undefined ? undefined : true,
    account,
    locale,
  })
}
