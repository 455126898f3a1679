import type { Clock, Digest } from '../environment.ts'
import { NetworkFailure, SignedOut, SupportProblem } from '../failure.ts'

/** A token and what it says about itself. */
export interface HeldToken {
  readonly token: string
  /** Tenant and subject in one string: what storage is named after, and whom a queued write belongs to. */
  readonly identity: string
  /** Milliseconds since the epoch by this device's clock; `Infinity` for an opaque key. */
  readonly expiresAt: number
}

/** Who is signed in, by the host's word. */
export interface Session {
  /** Whose data this is; asks the host for a token unless that is known already. */
  identity(): Promise<string>
  /**
   * A token that holds for the next seconds. `rejected` is one that the server has refused: the host is asked
   * anew, once for all that were refused with it. Rejects with `SignedOut`, with `NetworkFailure` when the host could
   * not be reached, or with the `SupportProblem` for which the server takes no visitor.
   */
  token(rejected?: string): Promise<HeldToken>
  /** Calls back with each new token; `changed` when it is another person's. Returns what stops it. */
  onToken(callback: (token: HeldToken, changed: boolean) => void): () => void
  /** Nobody is signed in from here on, whatever the host says: to everybody who listens it is another person. */
  end(): void
}

export interface SessionOptions {
  readonly getToken?: (() => Promise<string>) | undefined
  readonly tenant?: string | undefined
  readonly subject?: string | undefined
  readonly clock: Clock
  readonly digest: Digest
}

/** Asked for anew that long before it ends, so that a slow request still arrives in time. Milliseconds. */
const margin = 30_000
/** A host that says nothing for so long is out of reach. Milliseconds. */
const patience = 30_000

export function createSession({ getToken, tenant, subject, clock, digest }: SessionOptions): Session {
  const listeners = new Set<(token: HeldToken, changed: boolean) => void>()
  let held: HeldToken | undefined
  let flight: Promise<HeldToken> | undefined
  /** Gone once the session has ended: a visitor's token is found by way of this very session. */
  let ask = getToken
  let identity = tenant && subject && identityOf(tenant, subject)

  async function renew(): Promise<HeldToken> {
    if (!ask) throw new SignedOut('Signed out')
    let token: string
    let cancelTimer = () => {}
    const late = new Promise<never>((_, reject) => {
      cancelTimer = clock.after(patience, () => reject(new NetworkFailure('No answer from the host')))
    })
    try {
      token = await Promise.race([ask(), late])
    } catch (cause) {
      // `fetch` rejects with a TypeError when the host's own backend is out of reach.
      const unreachable = cause instanceof TypeError || cause instanceof NetworkFailure
      // Where a visitor is refused, the server has said why.
      if (cause instanceof SupportProblem) throw cause
      throw new (unreachable ? NetworkFailure : SignedOut)('No token', { cause })
    } finally {
      cancelTimer()
    }
    const claims = claimsOf(token)
    const next = {
      token,
      identity: claims
        ? identityOf(claims.aud, claims.sub)
        : identityOf(tenant ?? '', subject ?? (await (await import('./key-digest.ts')).keyDigest(token, digest))),
      expiresAt: claims?.exp ? localExpiry(claims.exp, claims.iat, clock.now()) : Infinity,
    }
    // Looked at last: the session may have ended while we waited.
    if (!ask || (claims && ((subject && claims.sub !== subject) || (tenant && claims.aud !== tenant)))) {
      throw new SignedOut('Another person is signed in')
    }
    hold(next, !!identity && identity !== next.identity)
    return next
  }

  function hold(next: HeldToken, changed: boolean): void {
    held = next
    identity = next.identity
    for (const listener of listeners) listener(next, changed)
  }

  const session: Session = {
    identity: async () => identity || (await session.token()).identity,
    async token(rejected) {
      if (held && held.token !== rejected && clock.now() < held.expiresAt) return held
      flight ??= renew().finally(() => {
        flight = undefined
      })
      return flight
    },
    onToken(callback) {
      listeners.add(callback)
      return () => listeners.delete(callback)
    },
    end() {
      ask = undefined
      hold({ token: '', identity: '', expiresAt: 0 }, true)
    },
  }
  return session
}

const identityOf = (tenant: string, subject: string) => `${encodeURIComponent(tenant)}/${encodeURIComponent(subject)}`

interface Claims {
  readonly aud: string
  readonly sub: string
  readonly exp?: number
  readonly iat?: number
}

/** How the server's own keys begin: of staff and of visitors. */
const opaque = /^ac[kv]_/

/**
 * Reads a JWT's claims without trusting them: the server alone decides. `undefined` for an opaque key. Whatever else a
 * host answers with, a page that asks to sign in for one, is nobody's token: under its name nothing may be kept.
 */
function claimsOf(token: string): Claims | undefined {
  try {
    if (opaque.test(token)) return
    const part = token.split('.')[1]!
    const bytes = Uint8Array.from(atob(part.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0))
    const { aud, sub, exp, iat } = JSON.parse(new TextDecoder().decode(bytes))
    if (!aud || !sub) throw new Error('No aud or sub')
    return { aud: String(Array.isArray(aud) ? aud[0] : aud), sub: String(sub), exp, iat }
  } catch (cause) {
    throw new SignedOut('No readable token', { cause })
  }
}

/** `exp` by the device's clock; a clock that is plainly wrong is replaced by the token's own lifetime. Seconds in. */
function localExpiry(exp: number, iat: number | undefined, now: number): number {
  const wrong = iat !== undefined && (now > exp * 1000 || now < iat * 1000 - margin)
  const end = wrong ? now + (exp - iat) * 1000 : exp * 1000
  return end - Math.min(margin, (end - now) / 5)
}
