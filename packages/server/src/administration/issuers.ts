import { importJWK, type JWK } from 'jose'
import { fromBase64Url } from '../handle/base64url.ts'
import { insertIssuer, issuersOf, markIssuerRetired } from '../identity/store.ts'
import { shortestSecret } from '../identity/token-lifetime.ts'
import { visitorIssuer } from '../visitors/visitor-token.ts'
import { AdministrationError } from './administration-error.ts'
import { type Journal, writeAsOperator } from './write-as-operator.ts'

export type TokenAlgorithm = 'EdDSA' | 'ES256' | 'HS256'

/** A key that a host's backend signs customer tokens with. */
export interface Issuer {
  readonly tenant: string
  /** `iss` of its tokens. */
  readonly issuer: string
  /** `kid` of its tokens. */
  readonly kid: string
  /** The one algorithm this key is used with. */
  readonly algorithm: TokenAlgorithm
  /** The public key, or for HS256 the shared secret of at least 32 bytes, as a JSON Web Key. */
  readonly jwk: JWK
}

export interface IssuerSummary {
  readonly issuer: string
  readonly kid: string
  readonly algorithm: TokenAlgorithm
  readonly retired: boolean
}

/** Members of a key that may be stored, by algorithm: a private part never is. */
const storedMembers = { EdDSA: ['kty', 'crv', 'x'], ES256: ['kty', 'crv', 'x', 'y'], HS256: ['kty', 'k'] } as const

/**
 * Registers a key. Several may be in use at once, which is how keys are rotated.
 *
 * @throws AdministrationError `invalid` (not a key of this algorithm, a secret that is too short), `exists`, `not_found`
 */
export async function registerIssuer(journal: Journal, { tenant, issuer, kid, algorithm, jwk }: Issuer): Promise<void> {
  if (issuer === '' || kid === '') throw new AdministrationError('invalid', 'An issuer needs a name and a key id')
  // Else a backend could sign for visitors.
  if (issuer === visitorIssuer) throw new AdministrationError('invalid', `"${issuer}" is the server's own`)
  const stored = await checkedKey(algorithm, jwk)
  await writeAsOperator(journal, tenant, async ({ tx, now }) => {
    const row = { tenant, issuer, kid, algorithm, jwk: JSON.stringify(stored), created_at: now, retired_at: null }
    if (!(await insertIssuer(tx, row))) {
      throw new AdministrationError('exists', `Issuer "${issuer}" has a key "${kid}" already`)
    }
    return { audit: { action: 'issuer.registered', details: { issuer, kid, algorithm } }, result: undefined }
  })
}

/**
 * Ends a key's use at once, for tokens already issued too.
 *
 * @throws AdministrationError `not_found`
 */
export async function retireIssuer(
  journal: Journal,
  { tenant, issuer, kid }: Pick<Issuer, 'tenant' | 'issuer' | 'kid'>,
): Promise<void> {
  await writeAsOperator(journal, tenant, async ({ tx, now }) => {
    if (!(await markIssuerRetired(tx, { tenant, issuer, kid, now }))) {
      throw new AdministrationError('not_found', `Issuer "${issuer}" has no key "${kid}" in use`)
    }
    return { audit: { action: 'issuer.retired', details: { issuer, kid } }, result: undefined }
  })
}

/** A tenant's keys, oldest first, without the keys themselves. */
export async function listIssuers(
  journal: Pick<Journal, 'database'>,
  tenant: string,
): Promise<readonly IssuerSummary[]> {
  const rows = await issuersOf(journal.database.reader, tenant)
  return rows.map(({ issuer, kid, algorithm, retired_at }) => ({
    issuer,
    kid,
    algorithm,
    retired: retired_at !== null,
  }))
}

async function checkedKey(algorithm: TokenAlgorithm, jwk: JWK): Promise<JWK> {
  const members: readonly string[] | undefined = storedMembers[algorithm]
  if (!members) throw new AdministrationError('invalid', `"${algorithm}" is none of EdDSA, ES256, HS256`)
  const stored = Object.fromEntries(Object.entries(jwk).filter(([name]) => members.includes(name)))
  const { kty, crv, k } = stored
  const fits =
    (algorithm === 'EdDSA' && kty === 'OKP' && crv === 'Ed25519') ||
    (algorithm === 'ES256' && kty === 'EC' && crv === 'P-256') ||
    (algorithm === 'HS256' && kty === 'oct')
  if (!fits) throw new AdministrationError('invalid', `This is no key for ${algorithm}`)
  if (algorithm === 'HS256' && (fromBase64Url(String(k))?.byteLength ?? 0) < shortestSecret) {
    throw new AdministrationError('invalid', `A secret for HS256 needs at least ${shortestSecret} bytes`)
  }
  try {
    await importJWK(stored as JWK, algorithm)
  } catch {
    throw new AdministrationError('invalid', `This is no key for ${algorithm}`)
  }
  return stored as JWK
}
