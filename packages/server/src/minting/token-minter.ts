import { SignJWT } from 'jose'
import { longestLifetime, longestToken } from '../identity/token-lifetime.ts'
import { claimsOf, type MintedPerson, requiredText } from './claims.ts'
import { signingKey, type TokenKey } from './signing-key.ts'
import { TokenMistake } from './token-mistake.ts'

export type { MintedPerson, TokenKey }

export interface TokenMinterOptions {
  /** `iss`: the name under which the key is registered. */
  readonly issuer: string
  /** `aud`: the tenant's id at the support server. */
  readonly tenant: string
  /** Names the key. A rotation registers a second one, then changes both here. */
  readonly kid: string
  /** The one algorithm that the key is registered for. */
  readonly algorithm: 'EdDSA' | 'ES256' | 'HS256'
  /**
   * For EdDSA and ES256 the private key: PKCS#8 as PEM, a JSON Web Key, or a `CryptoKey`. For HS256 the secret of at
   * least 32 random bytes: the bytes themselves, or base64url.
   */
  readonly key: TokenKey
  /** Seconds that a token is good for: 900 unless told, 3600 at most. */
  readonly lifetime?: number
  /** Milliseconds since 1970; the machine's own clock unless told. */
  readonly clock?: () => number
}

export interface TokenMinter {
  /**
   * A token (JWT, RFC 7519) of somebody whom this backend has signed in. Make one for each request of the page's `getToken`.
   *
   * @throws TokenMistake what is said of the person cannot stand in a token, or the key does not fit its algorithm
   */
  mint(person: MintedPerson): Promise<string>
}

/**
 * Makes tokens for the people of one tenant. Needs neither the support server nor its database; the key is read once.
 *
 * @throws TokenMistake an option is missing or cannot be
 */
export function tokenMinter(options: TokenMinterOptions): TokenMinter {
  const { algorithm, lifetime = 900, clock = Date.now } = options
  const issuer = requiredText('issuer', options.issuer)
  const tenant = requiredText('tenant', options.tenant)
  const kid = requiredText('kid', options.kid)
  if (!Number.isInteger(lifetime) || lifetime < 1 || lifetime > longestLifetime) {
    throw new TokenMistake(`lifetime is a whole number of seconds from 1 to ${longestLifetime}`)
  }
  const key = signingKey(algorithm, options.key)
  // Told to whoever mints; nobody has to listen before that.
  key.catch(() => {})
  return {
    async mint(person) {
      const { subject, claims } = claimsOf(person)
      const issuedAt = Math.floor(clock() / 1000)
      const token = await new SignJWT(claims)
        .setProtectedHeader({ alg: algorithm, kid, typ: 'JWT' })
        .setIssuer(issuer)
        .setAudience(tenant)
        .setSubject(subject)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifetime)
        .sign(await key)
      if (token.length > longestToken) throw new TokenMistake(`The token is longer than ${longestToken} letters`)
      return token
    },
  }
}
