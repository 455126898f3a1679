import type { Problem, ProblemCode } from '@aftercare/protocol'

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

  constructor(problem: Problem, retryAfter?: number) {
    super(problem.title)
    this.problem = problem
    this.code = problem.code
    this.retryAfter = retryAfter
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

/** What to tell a person about an error that `call` has thrown. */
export function failureOf(error: unknown): Failure {
  if (error instanceof SignedOut) return { kind: 'signed_out' }
  if (!(error instanceof SupportProblem)) return { kind: 'offline' }
  const { status } = error.problem
  if (status === 401) return { kind: 'signed_out' }
  if (status === 403) return { kind: 'forbidden' }
  if (status === 404) return { kind: 'not_found' }
  return { kind: 'problem', problem: error.problem }
}
