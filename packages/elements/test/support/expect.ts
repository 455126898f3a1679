import { whatIsOpen } from './watched-fetch.ts'

/** Fails with both values, unless they are the same. */
export function equal(actual: unknown, expected: unknown, what: string | (() => string) = ''): void {
  if (!Object.is(actual, expected)) {
    const where = typeof what === 'string' ? what : what()
    throw new Error(`${where && `${where}: `}expected ${JSON.stringify(expected)}, was ${JSON.stringify(actual)}`)
  }
}

export function ok(value: unknown, what: string): asserts value {
  if (!value) throw new Error(what)
}

/** Fails unless `text` contains `part`. */
export function contains(text: string | null | undefined, part: string): void {
  if (!text?.includes(part)) throw new Error(`expected ${JSON.stringify(part)} in ${JSON.stringify(text)}`)
}

/** Waits until `read` brings something truthy, for at most `milliseconds`. */
export async function until<T>(
  read: () => T,
  what: string | (() => string),
  milliseconds = 10_000,
): Promise<NonNullable<T>> {
  const end = performance.now() + milliseconds
  for (;;) {
    const value = read()
    if (value) return value
    if (performance.now() > end) {
      throw new Error(`waited in vain for ${typeof what === 'string' ? what : what()} (page ${await whatIsOpen()})`)
    }
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
}
