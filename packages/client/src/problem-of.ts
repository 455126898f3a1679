import type { Problem } from '@aftercare/protocol'
import { NetworkFailure, SupportProblem } from './failure.ts'

/** Statuses that a proxy in between may answer with, in place of a problem of ours. */
const proxyCodes: Record<number, Problem['code']> = { 401: 'token_invalid', 413: 'body_too_large', 429: 'rate_limited' }

/** What the server, or whoever has answered in its place, says is wrong. `now` in milliseconds since the epoch. */
export async function problemOf(response: Response, now: number): Promise<SupportProblem | NetworkFailure> {
  const { status, headers } = response
  const found: Partial<Problem> | null = await response.json().catch(() => null)
  const code = found?.code ?? (status >= 500 ? 'unavailable' : proxyCodes[status])
  // Somebody else answered: a captive portal, a wrong address.
  if (typeof code !== 'string') return new NetworkFailure(`Answered with ${status} by something else`)
  const problem = { type: 'about:blank', title: code, ...found, status, code }
  const answeredAt = Date.parse(headers.get('Date') ?? '') || undefined
  return new SupportProblem(problem, milliseconds(headers.get('Retry-After'), answeredAt ?? now), answeredAt)
}

/** RFC 9110 `Retry-After`, seconds or a date, as milliseconds from now. */
function milliseconds(retryAfter: string | null, now: number): number | undefined {
  if (!retryAfter) return
  const seconds = Number(retryAfter)
  const result = Number.isNaN(seconds) ? Date.parse(retryAfter) - now : seconds * 1000
  return result > 0 ? result : undefined
}
