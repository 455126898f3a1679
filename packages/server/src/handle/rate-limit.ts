import { ProblemError } from './problem-error.ts'

/** So many requests in a window, per tenant and principal; a full bucket may be used at once. */
export interface Rate {
  readonly requests: number
  readonly windowSeconds: number
}

interface Bucket {
  tokens: number
  /** Milliseconds. */
  filledAt: number
}

export interface RateVerdict {
  readonly allowed: boolean
  /** `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10), `Retry-After` when refused. */
  readonly headers: Readonly<Record<string, string>>
}

/** After so many callers the full buckets are forgotten: they say no more than a missing one. */
const rememberedCallers = 10_000

/** Token buckets in memory: each process counts for itself. */
export class RateLimiter {
  readonly #rate: Rate
  readonly #policy: string
  readonly #buckets = new Map<string, Bucket>()

  constructor(rate: Rate) {
    this.#rate = rate
    this.#policy = `"default";q=${rate.requests};w=${rate.windowSeconds}`
  }

  /** Counts one request of `caller` at `now` (milliseconds). */
  take(caller: string, now: number): RateVerdict {
    const { requests, windowSeconds } = this.#rate
    const perMillisecond = requests / (windowSeconds * 1000)
    let bucket = this.#buckets.get(caller)
    if (!bucket) {
      bucket = { tokens: requests, filledAt: now }
      if (this.#buckets.size >= rememberedCallers) this.#forgetFull(now)
      this.#buckets.set(caller, bucket)
    }
    bucket.tokens = Math.min(requests, bucket.tokens + Math.max(0, now - bucket.filledAt) * perMillisecond)
    bucket.filledAt = now
    const allowed = bucket.tokens >= 1
    if (allowed) bucket.tokens -= 1
    const secondsUntil = (tokens: number) => Math.max(0, Math.ceil((tokens - bucket.tokens) / perMillisecond / 1000))
    const state = {
      'RateLimit-Policy': this.#policy,
      RateLimit: `"default";r=${Math.floor(bucket.tokens)};t=${secondsUntil(requests)}`,
    }
    return {
      allowed,
      headers: allowed ? state : { ...state, 'Retry-After': String(Math.max(1, secondsUntil(1))) },
    }
  }

  #forgetFull(now: number): void {
    const { requests, windowSeconds } = this.#rate
    for (const [caller, bucket] of this.#buckets) {
      const filled = bucket.tokens + ((now - bucket.filledAt) / (windowSeconds * 1000)) * requests
      if (filled >= requests) this.#buckets.delete(caller)
    }
  }
}

/**
 * Counts one request of a caller, and says so in the answer's headers; a caller that nobody can name is not counted.
 *
 * @throws ProblemError rate_limited
 */
export function countRequest(
  limiter: RateLimiter | undefined,
  caller: string | undefined,
  now: number,
  headers: Record<string, string>,
): void {
  if (!limiter || caller === undefined) return
  const verdict = limiter.take(caller, now)
  Object.assign(headers, verdict.headers)
  if (!verdict.allowed) throw new ProblemError('rate_limited')
}
