const two = (value: number): string => String(value).padStart(2, '0')

/** An instant of the wire as `datetime-local` writes it, in the reader's own time zone; empty for what is none. */
export function toLocalTime(instant: unknown): string {
  const at = new Date(typeof instant === 'string' ? instant : Number.NaN)
  if (Number.isNaN(at.getTime())) return ''
  const day = `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`
}

/** The instant that a `datetime-local` value means where the reader is, as the wire writes it. */
export function fromLocalTime(value: string): string | undefined {
  const at = new Date(value)
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}

/** The short name of the reader's time zone at an instant (milliseconds since the epoch). */
export function zoneName(tag: string, at: number): string {
  const parts = new Intl.DateTimeFormat(tag, { timeZoneName: 'short' }).formatToParts(at)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
}
