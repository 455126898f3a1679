/** When the page was there, and the host's newest marks and measures. */
export function marksOf(scope: typeof globalThis, most: number) {
  const { performance } = scope as Partial<typeof globalThis>
  if (!performance?.getEntriesByType) return []
  const { timeOrigin } = performance
  const line = (name: string, start: number, milliseconds: number) => {
    const duration = Math.max(0, Math.round(milliseconds))
    return {
      kind: 'mark' as const,
      at: new Date(timeOrigin + start).toISOString(),
      name,
      text: `${duration} ms`,
      duration,
    }
  }
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  const page_ = navigation
    ? (
        [
          ['response', navigation.responseEnd],
          ['DOMContentLoaded', navigation.domContentLoadedEventEnd],
          ['load', navigation.loadEventEnd],
        ] as const
      )
        .filter(([, time]) => time > 0)
        .map(([name, time]) => line(name, time, time))
    : []
  const own = [...performance.getEntriesByType('mark'), ...performance.getEntriesByType('measure')]
    .sort((one, other) => one.startTime - other.startTime)
    .slice(page_.length - most)
    .map(({ name, entryType, startTime, duration }) =>
      line(name, startTime, entryType === 'mark' ? startTime : duration),
    )
  return [...page_, ...own]
}
