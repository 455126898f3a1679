import type { Faults } from './faults.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { ModelParts } from './server-model.ts'
import type { Tab } from './tab.ts'

export const tenant = 'tidewater'

/** The vendor's own backend: mints tokens for whoever is signed in on a page. */
export interface Host {
  token(tab: Tab): string
  /** What was minted for that page holds no longer. */
  revoke(tab: Tab): void
  readonly subjectOf: ModelParts['subjectOf']
}

interface Parts {
  readonly random: SeededRandom
  readonly faults: Faults
  /** Milliseconds since the epoch, as the servers see it. */
  readonly serverNow: () => number
}

export function createHost({ random, faults, serverNow }: Parts): Host {
  const minted = new Map<string, { readonly sub: string; readonly exp: number; readonly tab: Tab }>()
  let count = 0
  return {
    token(tab) {
      if (faults.strikes('host: out of reach for a token')) throw new TypeError('The host is out of reach')
      if (tab.signedIn === undefined) throw new Error('Nobody is signed in')
      const iat = Math.floor(serverNow() / 1000)
      const exp = iat + (faults.strikes('host: token is about to end') ? random.between(1, 40) : 900)
      const claims = { iss: 'host', aud: tenant, sub: tab.signedIn, iat, exp, jti: ++count }
      const token = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`
      minted.set(token, { sub: claims.sub, exp, tab })
      return token
    },
    revoke(tab) {
      for (const [token, held] of minted) if (held.tab === tab) minted.delete(token)
    },
    subjectOf(token) {
      const held = minted.get(token)
      if (!held) return { code: 'token_revoked' }
      return held.exp * 1000 < serverNow() ? { code: 'token_expired' } : held.sub
    },
  }
}
