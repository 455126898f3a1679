import { fromBase64Url } from '../handle/base64url.ts'
import { ProblemError } from '../handle/problem-error.ts'

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

/** More than any honest token; a longer one is not even decoded. */
const longestToken = 8192

/** Headers that would let the token choose its own key or change how it is read (RFC 8725 §3.10, RFC 7797). */
const refusedHeaders = ['jwk', 'jku', 'x5u', 'x5c', 'x5t', 'x5t#S256', 'crit', 'b64', 'enc', 'zip']

/**
 * Takes a compact JWS apart, as strictly as nobody but us needs it: canonical base64url, plain JSON objects,
 * no refused header, every claim of its type. Verifies nothing.
 *
 * @throws ProblemError token_invalid
 */
export function parseToken(token: string): TokenContent {
  const parts = token.length <= longestToken ? token.split('.') : []
  const [header, claims, signature] = parts
  if (parts.length !== 3 || !header || !claims || !signature) throw invalid()
  const head = jsonObject(header)
  const body = jsonObject(claims)
  if (!fromBase64Url(signature)) throw invalid()
  if (refusedHeaders.some((name) => Object.hasOwn(head, name))) throw invalid()
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

function jsonObject(part: string): Members {
  const bytes = fromBase64Url(part)
  if (!bytes) throw invalid()
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
  if (typeof value !== 'string' || value.length > 255 || value.includes('\u0000') || !value.isWellFormed()) fail()
  return value
}

function requiredText(members: Members, name: string): string {
  return optionalText(members, name) || fail()
}

function audienceOf(claims: Members): string {
  const value = claims['aud']
  return requiredText({ aud: Array.isArray(value) && value.length === 1 ? value[0] : value }, 'aud')
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
