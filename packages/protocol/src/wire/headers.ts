import { idempotencyKeyHeader, protocolHeader } from './version.ts'

/** Names of the headers of our own. */
export const headers = {
  protocol: protocolHeader,
  idempotencyKey: idempotencyKeyHeader,
  idempotencyReplayed: 'Idempotency-Replayed',
  requestId: 'X-Request-Id',
  /** The name of an uploaded file, percent-encoded as UTF-8 (RFC 3986). */
  fileName: 'Aftercare-File-Name',
} as const
