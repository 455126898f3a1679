import type { Challenge } from '@aftercare/protocol'
import { proofOfWorkSchema } from '@aftercare/protocol/schemas'

/** Hashes begun at once: few enough for the page to stay awake, enough for the platform to be busy. */
const atOnce = 256

/**
 * Solves a challenge of the server's own kinds: `altcha`, whose format is ALTCHA's, or `none`. Works in slices on the
 * page's own thread, so that it needs no worker that a page's policy may forbid.
 */
export async function solveChallenge(challenge: Challenge): Promise<string> {
  if (challenge.kind === 'none') return ''
  const { data } = proofOfWorkSchema.safeParse(challenge)
  if (!data) throw new Error('The challenge is of no kind that is known here')
  const { algorithm, challenge: wanted, maxnumber, salt, signature } = data
  const encoder = new TextEncoder()
  for (let first = 0; first <= maxnumber; first += atOnce) {
    const length = Math.min(atOnce, maxnumber - first + 1)
    const hashes = await Promise.all(
      Array.from({ length }, (_, index) => crypto.subtle.digest(algorithm, encoder.encode(`${salt}${first + index}`))),
    )
    const found = hashes.findIndex((hash) => hexOf(hash) === wanted)
    if (found >= 0)
      return btoa(JSON.stringify({ algorithm, challenge: wanted, number: first + found, salt, signature }))
    // Promises alone would not let the page do anything else.
    await new Promise((resolve) => setTimeout(resolve))
  }
  throw new Error('The challenge has no solution')
}

const hexOf = (hash: ArrayBuffer): string =>
  Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('')
