import { kept } from './relative-time.ts'

/** A size in bytes, in the unit a person reads best. */
export function fileSize(tag: string, bytes: number): string {
  const [unit, power] =
    bytes < 1000 ? (['byte', 0] as const) : bytes < 1024 ** 2 ? (['kilobyte', 1] as const) : (['megabyte', 2] as const)
  return kept(
    `z${tag}${unit}`,
    () =>
      new Intl.NumberFormat(tag, {
        style: 'unit',
        unit,
        unitDisplay: power ? 'short' : 'long',
        maximumSignificantDigits: 3,
      }),
  ).format(bytes / 1024 ** power)
}
