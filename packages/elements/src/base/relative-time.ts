/** Instants on the wire are ISO 8601 text; here they are milliseconds since the epoch. */
const minute = 60_000
const hour = 60 * minute
export const day = 24 * hour

const formatters = new Map<string, unknown>()

/** Intl formatters are slow to make: one of each is kept. */
export function kept<T>(key: string, make: () => T): T {
  if (!formatters.has(key)) formatters.set(key, make())
  return formatters.get(key) as T
}

/** Writes the instant `at` (milliseconds) for a reader of `tag`, `now` being the present. */
export type DateFormat = (tag: string, at: number, now: number) => string

/** `relativeTime` of what has happened, where Intl’s “now” would say of it that it happens. */
export function pastTime(
  { tag, justNow }: { readonly tag: string; readonly justNow: string },
  at: number,
  now: number,
  older: DateFormat,
): string {
  return Math.abs(now - at) < minute ? justNow : relativeTime(tag, at, now, older)
}

/**
 * A point in time as a person says it: relative up to a day, then the date, with the year where it is another one.
 * `at` and `now` in milliseconds since the epoch; `older` writes what is more than a day away.
 */
export function relativeTime(tag: string, at: number, now: number, older: DateFormat): string {
  const distance = at - now
  const size = Math.abs(distance)
  if (size >= day) return older(tag, at, now)
  const format = kept(`r${tag}`, () => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }))
  if (size < minute) return format.format(distance >= 1000 ? Math.round(distance / 1000) : 0, 'second')
  return size < hour
    ? format.format(Math.trunc(distance / minute), 'minute')
    : format.format(Math.trunc(distance / hour), 'hour')
}
