import { canonicalJson } from '../wire/canonical-json.ts'
import type { ServiceDefinition } from './definition.ts'

/**
 * The definition as canonical JSON (RFC 8785): equal definitions give equal text. A hash of it is the version that a
 * ticket remembers; the caller hashes, the protocol has no cryptography.
 */
export function definitionText({ $schema: _, ...definition }: ServiceDefinition): string {
  return canonicalJson(definition)
}
