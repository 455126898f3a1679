import { type FieldError, type ProblemCode, problemCodes } from '@aftercare/protocol'

/** Thrown anywhere on a request's way; `handle` turns it into its problem document. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly code: ProblemCode
  readonly detail: string | undefined
  readonly errors: readonly FieldError[] | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: ProblemCode,
    more: { detail?: string; errors?: readonly FieldError[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(problemCodes[code][1])
    this.code = code
    this.detail = more.detail
    this.errors = more.errors
    this.headers = more.headers ?? {}
  }
}
