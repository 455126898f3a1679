import type { RandomBytes } from '@aftercare/protocol'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** Waits after each failed attempt, in milliseconds: the schedule that Standard Webhooks advises, some three days. */
export const webhookSchedule: readonly number[] = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
]

/** `Retry-After` is honoured up to this, in milliseconds. */
const longestRetryAfter = 24 * hour

/**
 * When a delivery is tried again, up to a fifth later than the schedule says, so that what failed together does not come
 * back together; undefined when the schedule is over.
 *
 * @param failures how many attempts have failed, this one included
 */
export function nextAttempt(of: {
  schedule: readonly number[]
  failures: number
  retryAfter: string | undefined
  now: number
  random: RandomBytes
}): number | undefined {
  const wait = of.schedule[of.failures - 1]
  if (wait === undefined) return undefined
  const bytes = new Uint8Array(1)
  of.random(bytes)
  const jitter = Math.floor((wait / 5) * (bytes[0]! / 256))
  return of.now + Math.max(wait + jitter, retryAfterOf(of.retryAfter, of.now))
}

/** Seconds or a date (RFC 9110 §10.2.3), in milliseconds from now; 0 where it says neither. */
function retryAfterOf(text: string | undefined, now: number): number {
  if (text === undefined) return 0
  const wait = /^\d{1,9}$/.test(text) ? Number(text) * second : Date.parse(text) - now
  return wait > 0 ? Math.min(longestRetryAfter, wait) : 0
}
