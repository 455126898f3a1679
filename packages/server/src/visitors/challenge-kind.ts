import type { Challenge } from '@aftercare/protocol'

/** For whom a challenge is made or checked. */
export interface ChallengeContext {
  readonly tenant: string
  /** Milliseconds. */
  readonly now: number
  /** The caller's address, where the server knows it. */
  readonly address: string | undefined
}

/**
 * What a visitor has to do before it is let in. `proofOfWork` is the one that a server has unless told; another one,
 * as a vendor of such puzzles has it, needs its counterpart in the page (`solve`).
 */
export interface ChallengeKind {
  issue(context: ChallengeContext): Promise<Challenge>
  /**
   * Resolves with a name of the challenge that was solved, the same for the same one: each is taken once. With
   * `undefined` when the answer does not hold. Rejects only when it cannot be checked at the moment.
   */
  check(answer: string, context: ChallengeContext): Promise<string | undefined>
}
