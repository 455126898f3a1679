import { day, kept } from './relative-time.ts'

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
    const name = kept(`q${tag}`, () => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' })).format(days, 'day')
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

/** A date that was promised: with its weekday, and the zone that its time is in. */
export function dueTime(tag: string, at: number, now: number): string {
  const year = new Date(at).getFullYear() !== new Date(now).getFullYear()
  return kept(
    `p${tag}${year}`,
    () =>
      new Intl.DateTimeFormat(tag, {
        ...(year ? { year: 'numeric' } : {}),
        weekday: 'short',
        month: 'short',
        day: 'numeric',
        hour: 'numeric',
        minute: '2-digit',
        timeZoneName: 'short',
      }),
  ).format(at)
}

/** From when to when: the day is named once where both are on it. */
export const timeSpan = (tag: string, from: number, to: number): string =>
  kept(
    `s${tag}`,
    () =>
      new Intl.DateTimeFormat(tag, {
        weekday: 'short',
        month: 'short',
        day: 'numeric',
        hour: 'numeric',
        minute: '2-digit',
        timeZoneName: 'short',
      }),
  ).formatRange(from, to)
