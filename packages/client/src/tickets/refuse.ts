import type { FieldError } from '@aftercare/protocol'
import { SupportProblem } from '../failure.ts'

/** @throws SupportProblem validation_failed, as the server would say it, where there are errors */
export function refuse(errors: readonly FieldError[]): void {
  if (errors.length === 0) return
  throw new SupportProblem({
    type: 'urn:aftercare:problem:validation-failed',
    title: 'Some fields are not as they should be',
    status: 400,
    code: 'validation_failed',
    errors,
  })
}
