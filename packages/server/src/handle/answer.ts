import { type FieldError, headers as names, type ProblemCode, problem } from '@aftercare/protocol'
import { sha256Hex } from './digest.ts'
import type { RawAnswer } from './handlers.ts'

/** On every answer: it is data for a program, never a page (OWASP REST security cheat sheet). */
export const securityHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-site',
} as const

export type HeaderRecord = Record<string, string>

/** A problem document (RFC 9457) under the request's id. */
export function problemAnswer(
  code: ProblemCode,
  requestId: string,
  headers: HeaderRecord,
  more: { detail?: string | undefined; errors?: readonly FieldError[] | undefined } = {},
): Response {
  const body = problem(code, { ...more, instance: `urn:uuid:${requestId}` })
  return new Response(JSON.stringify(body), {
    status: body.status,
    headers: { ...headers, 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' },
  })
}

/** JSON that nobody may keep: the answer to a write. */
export function writeAnswer(status: number, json: string, headers: HeaderRecord, replayed: boolean): Response {
  const replay: HeaderRecord = replayed ? { [names.idempotencyReplayed]: 'true' } : {}
  return new Response(json, {
    status,
    headers: { ...headers, ...replay, 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  })
}

/** The `ETag` of what a caller sees: a strong validator over the exact text (RFC 9110 §8.8.3). */
export const etagOf = (body: unknown): string => etagOfText(JSON.stringify(body))
const etagOfText = (json: string): string => `"${sha256Hex(json).slice(0, 32)}"`

/**
 * JSON with an `ETag` over exactly what this caller sees; 304 without a body when the caller has it already
 * (RFC 9110 §13.1.2). A list that goes on names its next page in `Link` (RFC 8288). Unless told only the caller may keep
 * it, and asks each time whether it still holds.
 */
export function readAnswer(
  request: Request,
  body: unknown,
  headers: HeaderRecord,
  cacheControl = 'private, no-cache',
): Response {
  const json = JSON.stringify(body)
  const etag = etagOfText(json)
  const all: HeaderRecord = {
    ...headers,
    Vary: `${headers['Vary'] ?? ''}, Authorization`,
    ETag: etag,
    'Cache-Control': cacheControl,
    ...nextLink(request, body),
  }
  if (matches(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers: all })
  return new Response(json, { status: 200, headers: { ...all, 'Content-Type': 'application/json' } })
}

/**
 * What was answered without a token is the same for everybody: caches that many share keep it for a minute, and hand it
 * out for another while they ask whether it still holds (RFC 9111, RFC 5861).
 */
export const keptByEverybody = 'public, max-age=60, stale-while-revalidate=60'

/**
 * The same answer in gzip where the caller takes it (RFC 9110 §8.4). Only for what holds no secret beside text of a
 * caller's own: the length of such a mixture tells of the secret (BREACH). Its ETag is weak, as the bytes are others.
 */
export function compressed(request: Request, answer: Response): Response {
  if (!answer.body || !/\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')) return answer
  const headers = new Headers(answer.headers)
  headers.set('Content-Encoding', 'gzip')
  headers.append('Vary', 'Accept-Encoding')
  headers.set('ETag', `W/${headers.get('ETag')}`)
  return new Response(answer.body.pipeThrough(new CompressionStream('gzip')), { status: answer.status, headers })
}

/** A document of a format of its own, with an `ETag`; 304 without a body when the caller has it already. */
export function textAnswer(request: Request, body: string, headers: HeaderRecord): Response {
  const etag = etagOfText(body)
  const all = { ...headers, ETag: etag }
  if (matches(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers: all })
  return new Response(request.method === 'HEAD' ? null : body, { headers: all })
}

/** Bytes under an address that names their digest: whoever has them need not ask again. */
export function bytesAnswer(
  request: Request,
  bytes: Uint8Array,
  headers: HeaderRecord,
  cacheControl = 'private, max-age=31536000, immutable',
): Response {
  const all = {
    ...headers,
    Vary: `${headers['Vary'] ?? ''}, Authorization`,
    ETag: `"${sha256Hex(bytes).slice(0, 32)}"`,
    'Cache-Control': cacheControl,
    'Content-Type': 'application/octet-stream',
  }
  return compressed(request, new Response(request.method === 'HEAD' ? null : (bytes as BufferSource), { headers: all }))
}

/** A body that a handler streams by itself; nobody reads it for a HEAD. */
export function rawAnswer(request: Request, answer: RawAnswer, headers: HeaderRecord): Response {
  const all = { ...headers, ...answer.headers }
  if (request.method !== 'HEAD') return new Response(answer.body, { headers: all })
  void answer.body.cancel().catch(() => {})
  return new Response(null, { headers: all })
}

/** Weak comparison, as If-None-Match asks for. */
function matches(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false
  return ifNoneMatch.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag)
}

function nextLink(request: Request, body: unknown): HeaderRecord {
  if (body === null || typeof body !== 'object' || !('next' in body) || typeof body.next !== 'string') return {}
  const url = new URL(request.url)
  url.searchParams.set('cursor', body.next)
  return { Link: `<${url.pathname}${url.search}>; rel="next"` }
}
