import type { FieldErrorCode } from '@aftercare/protocol'
import { ProblemError } from '../handle/problem-error.ts'

/** One field that cannot be taken as it is. */
export const refused = (pointer: string, code: FieldErrorCode, limit?: number): ProblemError =>
  new ProblemError('validation_failed', { errors: [{ pointer, code, ...(limit === undefined ? {} : { limit }) }] })
