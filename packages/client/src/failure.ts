import type { Problem, ProblemCode } from '@aftercare/protocol'
import type { OutboxState } from './outbox/submission.ts'

/** Why something did not work, in the few ways a person can do something about it. */
export type Failure =
  | { readonly kind: 'offline' }
  | { readonly kind: 'signed_out' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'problem'; readonly problem: Problem }

/** The server answered with a problem document. Branch on `code`. */
export class SupportProblem extends Error {
  override readonly name = 'SupportProblem'
  readonly problem: Problem
  readonly code: ProblemCode
  /** Milliseconds the server asks to wait, from `Retry-After`. */
  readonly retryAfter: number | undefined
  /** The server's time when it answered, in milliseconds since the epoch, where it can be read. */
  readonly answeredAt: number | undefined

  constructor(problem: Problem, retryAfter?: number, answeredAt?: number) {
    super(problem.title)
    this.problem = problem
    this.code = problem.code
    this.retryAfter = retryAfter
    this.answeredAt = answeredAt
  }
}

/** No answer came, or none that can be understood: offline, timed out, a proxy's page. */
export class NetworkFailure extends Error {
  override readonly name = 'NetworkFailure'
}

/** The host gave no token, or one of another person. */
export class SignedOut extends Error {
  override readonly name = 'SignedOut'
}

/** A write was cancelled, is dead, or needs attention; `state` says which and why. */
export class SubmissionFailed extends Error {
  override readonly name = 'SubmissionFailed'
  readonly state: OutboxState<unknown>

  constructor(state: OutboxState<unknown>) {
    super(`The write is ${state.status}`)
    this.state = state
  }
}

/** What to tell a person about an error that `call` has thrown. */
export function failureOf(error: unknown): Failure {
  if (error instanceof SignedOut) return { kind: 'signed_out' }
  if (!(error instanceof SupportProblem)) return { kind: 'offline' }
  const { problem, code } = error
  if (problem.status === 401) return { kind: 'signed_out' }
  // Other refusals have a reason of their own, such as that visitors have no place here.
  if (code === 'forbidden' || code === 'not_found') return { kind: code }
  return { kind: 'problem', problem }
}
