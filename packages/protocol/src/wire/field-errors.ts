import type * as z from 'zod/mini'
import type { FieldError, FieldErrorCode } from './problem.ts'

type Issue = z.core.$ZodIssue

/** What stands at the path, so that a missing value can be told from a wrong one; issues do not carry it. */
function valueAt(checked: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      value !== null && typeof value === 'object' ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    checked,
  )
}

function codeOf(issue: Issue, checked: unknown): FieldErrorCode {
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'unknown_member'
    case 'too_big':
      return issue.origin === 'array' ? 'too_many' : 'too_long'
    case 'too_small':
      return 'too_short'
    case 'invalid_type':
      return valueAt(checked, issue.path) === undefined ? 'required' : 'invalid'
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

/**
 * Turns a schema's issues with the value it `checked` into the wire's field errors: a pointer and a stable code
 * each, no prose. `at` is where the value stands when it is not the body itself (`['query']`, `['params']`).
 */
export function fieldErrors(issues: readonly Issue[], checked: unknown, at: readonly PropertyKey[] = []): FieldError[] {
  return issues.flatMap((issue): FieldError[] => {
    const path = [...at, ...issue.path]
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ pointer: jsonPointer([...path, key]), code: 'unknown_member' }))
    }
    const limit = issue.code === 'too_big' ? Number(issue.maximum) : undefined
    return [{ pointer: jsonPointer(path), code: codeOf(issue, checked), ...(limit === undefined ? {} : { limit }) }]
  })
}
