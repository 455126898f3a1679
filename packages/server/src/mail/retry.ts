const second = 1000
const hour = 3_600 * second

/** How long a mail is tried, in milliseconds: as long as mail servers do (RFC 5321 §4.5.4.1). */
const patience = 5 * 24 * hour

/** The longest wait between two attempts, in milliseconds. */
const longestWait = {
  /** A mailbox does not take it: others are not concerned. */
  deferred: 4 * hour,
  /** Nothing can be sent: when that is over, nobody should wait for long. */
  unreachable: hour / 6,
}

export type Setback = keyof typeof longestWait

/**
 * When a mail is tried again after an attempt that failed for the time being: 30 s later, then 2 min, 8 min, … up to
 * the longest wait. Undefined when five days would be over by then.
 *
 * @param attempts how many there were, this one included
 */
export function nextAttempt(
  setback: Setback,
  { attempts, createdAt, now }: { attempts: number; createdAt: number; now: number },
): number | undefined {
  const next = now + Math.min(longestWait[setback], 30 * second * 4 ** (attempts - 1))
  return next > createdAt + patience ? undefined : next
}
