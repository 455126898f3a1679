import type * as z from 'zod/mini'
import type { FieldError, FieldErrorCode } from './problem.ts'

type Issue = z.core.$ZodIssue

function codeOf(issue: Issue): FieldErrorCode {
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'unknown_member'
    case 'too_big':
      return issue.origin === 'array' ? 'too_many' : 'too_long'
    case 'too_small':
      return 'too_short'
    case 'invalid_type':
      return issue.input === undefined ? 'required' : 'invalid'
    case 'custom':
      return (issue.params?.['code'] as FieldErrorCode | undefined) ?? 'invalid'
    default:
      return 'invalid'
  }
}

/** RFC 6901: `~` and `/` inside a member's name are escaped. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** Turns a schema's issues into the wire's field errors: a pointer and a stable code each, no prose. */
export function fieldErrors(issues: readonly Issue[], at: readonly PropertyKey[] = []): FieldError[] {
  return issues.flatMap((issue): FieldError[] => {
    const path = [...at, ...issue.path]
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ pointer: jsonPointer([...path, key]), code: 'unknown_member' }))
    }
    const limit = issue.code === 'too_big' ? Number(issue.maximum) : undefined
    return [{ pointer: jsonPointer(path), code: codeOf(issue), ...(limit === undefined ? {} : { limit }) }]
  })
}
