/** What happened, in order: as one number that tells two runs apart, and as lines where somebody wants to read them. */
export interface Trace {
  add(line: string): void
  /** Of all lines so far. */
  hash(): string
  /** Undefined unless asked for. */
  readonly lines: string[] | undefined
}

export function createTrace(now: () => number, readable: boolean): Trace {
  let [one, other] = [0x811c9dc5, 0x1b873593]
  const lines: string[] | undefined = readable ? [] : undefined
  return {
    lines,
    add(text) {
      const line = `${now()} ${text}`
      lines?.push(line)
      for (let index = 0; index < line.length; index++) {
        const code = line.charCodeAt(index)
        one = Math.imul(one ^ code, 0x01000193)
        other = Math.imul((other << 13) | (other >>> 19), 5) ^ Math.imul(code, 0xcc9e2d51)
      }
    },
    hash: () => [one, other].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join(''),
  }
}
