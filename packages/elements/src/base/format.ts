/** Instants on the wire are ISO 8601 text; here they are milliseconds since the epoch. */
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const formatters = new Map<string, unknown>()

/** Intl formatters are slow to make: one of each is kept. */
function kept<T>(key: string, make: () => T): T {
  if (!formatters.has(key)) formatters.set(key, make())
  return formatters.get(key) as T
}

/**
 * A point in time as a person says it: relative up to a day, then the date, with the year where it is another one.
 * `at` and `now` in milliseconds since the epoch; `older` writes what is more than a day away.
 */
export function relativeTime(tag: string, at: number, now: number, older = dateTime): string {
  const distance = at - now
  const size = Math.abs(distance)
  if (size >= day) return older(tag, at, now)
  const format = kept(`r${tag}`, () => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }))
  if (size < minute) return format.format(distance >= 1000 ? Math.round(distance / 1000) : 0, 'second')
  return size < hour
    ? format.format(Math.trunc(distance / minute), 'minute')
    : format.format(Math.trunc(distance / hour), 'hour')
}

/** Date and time of day; the year only where it is not this one. */
export function dateTime(tag: string, at: number, now: number): string {
  const year = new Date(at).getFullYear() !== new Date(now).getFullYear()
  return kept(
    `d${tag}${year}`,
    () =>
      new Intl.DateTimeFormat(tag, {
        ...(year ? { year: 'numeric' } : {}),
        month: 'short',
        day: 'numeric',
        hour: 'numeric',
        minute: '2-digit',
      }),
  ).format(at)
}

/** The day alone, where space is short. */
export function shortDate(tag: string, at: number, now: number): string {
  const year = new Date(at).getFullYear() !== new Date(now).getFullYear()
  return kept(
    `f${tag}${year}`,
    () => new Intl.DateTimeFormat(tag, { ...(year ? { year: 'numeric' } : {}), month: 'short', day: 'numeric' }),
  ).format(at)
}

/** The full point in time with its zone, for a tooltip. */
export const exactTime = (tag: string, at: number): string =>
  kept(`e${tag}`, () => new Intl.DateTimeFormat(tag, { dateStyle: 'full', timeStyle: 'long' })).format(at)

export const timeOfDay = (tag: string, at: number): string =>
  kept(`t${tag}`, () => new Intl.DateTimeFormat(tag, { hour: 'numeric', minute: '2-digit' })).format(at)

/** The day a message was written, for the line between two days: today and yesterday by name. */
export function dayName(tag: string, at: number, now: number): string {
  const midnight = (time: number): number => new Date(time).setHours(0, 0, 0, 0)
  const days = Math.round((midnight(at) - midnight(now)) / day)
  if (days === 0 || days === -1) {
    const name = kept(`r${tag}`, () => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' })).format(days, 'day')
    return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1)
  }
  const year = new Date(at).getFullYear() !== new Date(now).getFullYear()
  return kept(
    `y${tag}${year}`,
    () =>
      new Intl.DateTimeFormat(tag, {
        ...(year ? { year: 'numeric' } : {}),
        month: 'long',
        day: 'numeric',
        weekday: 'long',
      }),
  ).format(at)
}

/** A size in bytes, in the unit a person reads best. */
export function fileSize(tag: string, bytes: number): string {
  const [unit, power] =
    bytes < 1000 ? (['byte', 0] as const) : bytes < 1024 ** 2 ? (['kilobyte', 1] as const) : (['megabyte', 2] as const)
  return kept(
    `s${tag}${unit}`,
    () =>
      new Intl.NumberFormat(tag, {
        style: 'unit',
        unit,
        unitDisplay: power ? 'short' : 'long',
        maximumSignificantDigits: 3,
      }),
  ).format(bytes / 1024 ** power)
}
