import { fromBase64Url } from '../handle/base64url.ts'
import { ProblemError } from '../handle/problem-error.ts'
import { longestClaim, longestToken } from './token-lifetime.ts'

/** What a customer token (JWT, RFC 7519) says, before anyone believed it. */
export interface TokenContent {
  readonly algorithm: string
  readonly kid: string
  readonly issuer: string
  /** The tenant. */
  readonly audience: string
  readonly subject: string
  /** Seconds since 1970, as in the token. */
  readonly expires: number
  readonly issuedAt: number | undefined
  readonly notBefore: number | undefined
  readonly account: string | null
  readonly name: string | null
  readonly email: string | null
  readonly emailVerified: boolean
  readonly locale: string | null
}

/** Headers that would let the token choose its own key or change how it is read (RFC 8725 §3.10, RFC 7797). */
const refusedHeaders = ['jwk', 'jku', 'x5u', 'x5c', 'x5t', 'x5t#S256', 'crit', 'b64', 'enc', 'zip']

/** Letters that a token has at most beside base64url: whoever wrote it meant a base64 of some kind. */
const someBase64 = /^[A-Za-z0-9_\-+/=]*$/

/**
 * Takes a compact JWS apart, as strictly as nobody but us needs it: canonical base64url, plain JSON objects,
 * no refused header, every claim of its type. Verifies nothing.
 *
 * @throws ProblemError token_invalid, token_not_canonical, token_header_refused, token_wrong_audience
 */
export function parseToken(token: string): TokenContent {
  const parts = token.length <= longestToken ? token.split('.') : []
  const [header, claims, signature] = parts
  if (parts.length !== 3 || !header || !claims || signature === undefined) throw invalid()
  const head = jsonObject(bytesOf(header))
  const body = jsonObject(bytesOf(claims))
  bytesOf(signature)
  const refused = refusedHeaders.find((name) => Object.hasOwn(head, name))
  if (refused !== undefined) throw new ProblemError('token_header_refused', { detail: `\`${refused}\` is refused` })
  if (Object.hasOwn(head, 'typ') && String(head['typ']).toLowerCase() !== 'jwt') throw invalid()
  return {
    algorithm: requiredText(head, 'alg'),
    kid: requiredText(head, 'kid'),
    issuer: requiredText(body, 'iss'),
    audience: audienceOf(body),
    subject: requiredText(body, 'sub'),
    expires: seconds(body, 'exp') ?? fail(),
    issuedAt: seconds(body, 'iat'),
    notBefore: seconds(body, 'nbf'),
    account: optionalText(body, 'account') || null,
    name: optionalText(body, 'name'),
    email: optionalText(body, 'email'),
    emailVerified: flag(body, 'email_verified'),
    locale: optionalText(body, 'locale'),
  }
}

type Members = Readonly<Record<string, unknown>>

const invalid = () => new ProblemError('token_invalid')

function fail(): never {
  throw invalid()
}

function bytesOf(part: string): Uint8Array {
  const bytes = fromBase64Url(part)
  if (!bytes) throw someBase64.test(part) ? new ProblemError('token_not_canonical') : invalid()
  return bytes
}

function jsonObject(bytes: Uint8Array): Members {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      return Object.assign(Object.create(null), value) as Members
    }
  } catch {
    // Falls through: what cannot be read is as invalid as what is no object.
  }
  throw invalid()
}

function optionalText(members: Members, name: string): string | null {
  const value = members[name]
  if (value === undefined || value === null) return null
  if (typeof value !== 'string' || value.length > longestClaim || value.includes('\u0000') || !value.isWellFormed())
    fail()
  return value
}

function requiredText(members: Members, name: string): string {
  return optionalText(members, name) || fail()
}

function audienceOf(claims: Members): string {
  const value = claims['aud']
  const [only, ...others] = Array.isArray(value) ? value : [value]
  // For several services at once it would be theirs to use here, and ours to use there.
  if (typeof only !== 'string' || only === '' || others.length > 0) throw new ProblemError('token_wrong_audience')
  return requiredText({ aud: only }, 'aud')
}

function seconds(claims: Members, name: string): number | undefined {
  const value = claims[name]
  if (value === undefined) return undefined
  return typeof value === 'number' && value >= 0 && value < 1e11 ? value : fail()
}

function flag(claims: Members, name: string): boolean {
  const value = claims[name]
  if (value === undefined || value === null) return false
  return typeof value === 'boolean' ? value : fail()
}
