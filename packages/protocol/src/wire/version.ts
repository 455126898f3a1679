/**
 * Version of the wire, `major.minor`. Within a major version the wire only grows. Every request names it in
 * the `Aftercare-Protocol` header; a test holds the hash of all schemas against it, so that the wire cannot
 * change by accident.
 */
export const protocolVersion = '1.0'

/** Apart from the other headers' names: the two that every page sends. */
export const protocolHeader = 'Aftercare-Protocol'
export const idempotencyKeyHeader = 'Idempotency-Key'

/** Whether a server of `protocolVersion` can serve a caller of `version`: same major, any minor. */
export function speaks(version: string): boolean {
  return /^\d+\.\d+$/.test(version) && version.split('.')[0] === protocolVersion.split('.')[0]
}
