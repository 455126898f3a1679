import type { FieldError } from '@aftercare/protocol'
import { jsonPointer } from '@aftercare/protocol/schemas'
import { ProblemError } from './problem-error.ts'

/** Deeper than any body of ours, shallow enough for the stack. */
const maximumDepth = 32

/**
 * Parses a request body (UTF-8, RFC 8259). Objects of the result have no prototype, so that nothing a caller
 * left out can be found on a polluted `Object.prototype`; a member named `__proto__`, which JSON may have and
 * no schema of ours knows, is refused by name.
 *
 * @throws ProblemError malformed_json, validation_failed
 */
export function parseJson(bytes: Uint8Array): unknown {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new ProblemError('malformed_json')
  }
  const errors: FieldError[] = []
  const copy = withoutPrototypes(value, [], errors)
  if (errors.length > 0) throw new ProblemError('validation_failed', { errors })
  return copy
}

function withoutPrototypes(value: unknown, path: readonly PropertyKey[], errors: FieldError[]): unknown {
  if (value === null || typeof value !== 'object') return value
  if (path.length >= maximumDepth) throw new ProblemError('validation_failed', { detail: 'Nested too deeply' })
  if (Array.isArray(value)) return value.map((item, index) => withoutPrototypes(item, [...path, index], errors))
  const copy: Record<string, unknown> = Object.create(null)
  for (const [name, member] of Object.entries(value)) {
    if (name === '__proto__') errors.push({ pointer: jsonPointer([...path, name]), code: 'unknown_member' })
    else copy[name] = withoutPrototypes(member, [...path, name], errors)
  }
  return copy
}
