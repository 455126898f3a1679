import { headers as names, tusHeaders } from '@aftercare/protocol'
import { routes } from '@aftercare/protocol/routes'

const allowedHeaders = [
  'Authorization',
  'Content-Type',
  'If-Match',
  'If-None-Match',
  'Last-Event-ID',
  names.protocol,
  names.idempotencyKey,
  names.fileName,
  tusHeaders.resumable,
  tusHeaders.length,
  tusHeaders.offset,
  tusHeaders.metadata,
  'X-HTTP-Method-Override',
].join(', ')

const exposedHeaders = [
  'Content-Disposition',
  'ETag',
  'Link',
  'Location',
  'Retry-After',
  'RateLimit',
  'RateLimit-Policy',
  names.requestId,
  ...Object.values(tusHeaders),
  names.idempotencyReplayed,
].join(', ')

const allowedMethods = [...new Set(['GET', 'HEAD', ...Object.values(routes).map(({ method }) => method)])].join(', ')

/**
 * Cross-origin access (Fetch standard) for an exact list of origins. Callers carry bearer tokens, so credentials
 * are never allowed, and `*` never sent.
 */
export function corsHeaders(request: Request, origins: ReadonlySet<string>): Record<string, string> {
  const origin = request.headers.get('origin')
  if (origin === null || !origins.has(origin)) return { Vary: 'Origin' }
  return { Vary: 'Origin', 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': exposedHeaders }
}

/** Whether a request asks for permission only. */
export function isPreflight(request: Request): boolean {
  return request.method === 'OPTIONS' && request.headers.has('access-control-request-method')
}

/** What a preflight is told besides `corsHeaders`; a browser may remember it for two hours. */
export const preflightHeaders = {
  'Access-Control-Allow-Methods': allowedMethods,
  'Access-Control-Allow-Headers': allowedHeaders,
  'Access-Control-Max-Age': '7200',
}
