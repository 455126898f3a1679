import type { FieldErrorCode } from '@aftercare/protocol'

/** A text is more than what is kept and shown: too long, too deep, or of too many parts. */
export class ContentError extends Error {
  override readonly name = 'ContentError'
  readonly code: FieldErrorCode
  /** The bound that was passed. */
  readonly limit: number

  constructor(code: FieldErrorCode, limit: number, message: string) {
    super(message)
    this.code = code
    this.limit = limit
  }
}
