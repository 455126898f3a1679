/** A time that lies ahead, by a day at most, as a person says it. `ahead` in milliseconds. */
export function soon(tag: string, ahead: number): string {
  const seconds = Math.max(1, Math.round(ahead / 1000))
  const [size, unit] =
    seconds < 60 ? ([1, 'second'] as const) : seconds < 3600 ? ([60, 'minute'] as const) : ([3600, 'hour'] as const)
  return new Intl.RelativeTimeFormat(tag).format(Math.trunc(seconds / size), unit)
}
