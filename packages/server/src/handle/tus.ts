import { limits, tusExtensions, tusHeaders, tusVersion } from '@aftercare/protocol'
import type { HeaderRecord } from './answer.ts'
import { ProblemError } from './problem-error.ts'

export function isUploadAddress(request: Request, basePath: string): boolean {
  const { pathname } = new URL(request.url)
  return pathname === `${basePath}/uploads` || pathname.startsWith(`${basePath}/uploads/`)
}

/** On every answer about uploads; who asks what the server can is told it all (tus 1.0, core). */
export function tusAnswerHeaders(request: Request): HeaderRecord {
  const spoken = { [tusHeaders.resumable]: tusVersion }
  if (request.method !== 'OPTIONS') return spoken
  return {
    ...spoken,
    [tusHeaders.version]: tusVersion,
    [tusHeaders.extension]: tusExtensions,
    [tusHeaders.maxSize]: String(limits.fileBytes),
  }
}

/** @throws ProblemError upload_protocol_unsupported */
export function assertTusVersion(request: Request): void {
  if (request.headers.get(tusHeaders.resumable) === tusVersion) return
  throw new ProblemError('upload_protocol_unsupported', { headers: { [tusHeaders.version]: tusVersion } })
}

/** Where a proxy lets nothing pass but `POST`, an upload's verb may stand in a header (tus 1.0, core); nowhere else. */
export function overridden(request: Request, basePath: string): Request {
  const method = request.headers.get('x-http-method-override')?.toUpperCase()
  if (!method || request.method !== 'POST' || !isUploadAddress(request, basePath)) return request
  if (!['HEAD', 'PATCH', 'DELETE'].includes(method)) return request
  const { url, headers, signal, body } = request
  return new Request(url, { method, headers, signal, ...(method === 'PATCH' && { body, duplex: 'half' as const }) })
}
