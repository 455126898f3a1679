import type { ProofOfWork, RandomBytes } from '@aftercare/protocol'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { hmacHex, sha256Hex } from '../handle/digest.ts'
import type { ChallengeKind } from './challenge-kind.ts'
import { sameText } from './same-text.ts'

export interface ProofOfWorkOptions {
  /** At least 32 random bytes, the same in every process. */
  readonly key: Uint8Array
  readonly random: RandomBytes
  /** A visitor tries half as many numbers on average: 50 000 unless told. */
  readonly maxNumber?: number | undefined
  /** How long an answer is taken, in milliseconds: ten minutes unless told. */
  readonly lifetime?: number | undefined
}

/**
 * Proof of work in ALTCHA's published format: costs a person's device a fraction of a second and whoever sends
 * thousands as many of them. Asks nothing of the person, tells nobody of the visit, and needs no service of others.
 */
export function proofOfWork({
  key,
  random,
  maxNumber = 50_000,
  lifetime = 600_000,
}: ProofOfWorkOptions): ChallengeKind {
  const signatureOf = (challenge: string) => hmacHex(key, challenge)
  return {
    async issue({ tenant, now }) {
      const bytes = new Uint8Array(12)
      random(bytes)
      const nonce = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
      const expires = Math.floor((now + lifetime) / 1000)
      // The `&` at the end keeps the number from being taken for a part of the salt: else digits could be moved from
      // one to the other and the expiry be changed under the same challenge.
      const salt = `${nonce}?expires=${expires}&tenant=${tenant}&`
      const challenge = sha256Hex(salt + numberBelow(maxNumber, key, nonce))
      const made: ProofOfWork = {
        ...{ kind: 'altcha', algorithm: 'SHA-256', challenge, maxnumber: maxNumber, salt },
        signature: signatureOf(challenge),
      }
      return made
    },

    async check(answer, { tenant, now }) {
      const { algorithm, challenge, number, salt, signature } = answerOf(answer)
      if (algorithm !== 'SHA-256' || typeof challenge !== 'string' || typeof salt !== 'string') return undefined
      if (typeof signature !== 'string' || !Number.isSafeInteger(number)) return undefined
      const said = /^[0-9a-f]{24}\?expires=(\d{1,12})&tenant=([a-z0-9-]+)&$/.exec(salt)
      if (said?.[2] !== tenant || Number(said[1]) * 1000 <= now) return undefined
      if (!sameText(signatureOf(challenge), signature) || sha256Hex(`${salt}${number}`) !== challenge) return undefined
      return challenge
    },
  }
}

/** From 0 to `most`, by a hash: only who has the key knows it without trying. */
function numberBelow(most: number, key: Uint8Array, nonce: string): number {
  const bytes = hmac(sha256, key, utf8ToBytes(`number\n${nonce}`))
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) % (most + 1)
}

function answerOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(atob(text))
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
