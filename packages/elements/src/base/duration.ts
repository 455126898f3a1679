import { kept } from './relative-time.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const unit = (tag: string, name: 'day' | 'hour' | 'minute', value: number): string =>
  kept(`u${tag}${name}`, () => new Intl.NumberFormat(tag, { style: 'unit', unit: name, unitDisplay: 'short' })).format(
    value,
  )

/**
 * How long something lasts, in its two largest units, cut and never rounded up: what is left is not made longer. Days
 * only around the clock (`days`): a working day has no length that everybody knows. Undefined under a minute.
 */
export function duration(tag: string, milliseconds: number, days: boolean): string | undefined {
  const size = Math.abs(milliseconds)
  if (size < minute) return undefined
  const parts: readonly (readonly ['day' | 'hour' | 'minute', number])[] =
    days && size >= 2 * day
      ? [
          ['day', Math.trunc(size / day)],
          ['hour', Math.trunc((size % day) / hour)],
        ]
      : [
          ['hour', Math.trunc(size / hour)],
          ['minute', Math.trunc((size % hour) / minute)],
        ]
  const said = parts.filter(([, value]) => value > 0).map(([name, value]) => unit(tag, name, value))
  return kept(`l${tag}`, () => new Intl.ListFormat(tag, { type: 'unit', style: 'narrow' })).format(said)
}
