import type { FieldErrorCode } from '@aftercare/protocol'
import { ProblemError } from '../../handle/problem-error.ts'

/** A member of an action that names what is not there, or what may not be meant. */
export const refused = (member: string, code: FieldErrorCode = 'not_allowed') =>
  new ProblemError('validation_failed', { errors: [{ pointer: `/action/${member}`, code }] })
