/**
 * Puts `around` in the place of a method until what it returns is called. Whoever has wrapped it since keeps their
 * wrapping: ours then only passes on.
 */
export function wrap<Key extends string, Method extends (...values: never[]) => unknown>(
  target: { [K in Key]: Method },
  key: Key,
  around: (original: Method, self: unknown, values: Parameters<Method>) => ReturnType<Method>,
): () => void {
  const original = target[key]
  const own = Object.hasOwn(target, key)
  let stopped = false
  const call = (self: unknown, values: Parameters<Method>) =>
    Reflect.apply(original, self, values) as ReturnType<Method>
  const wrapped = {
    // A method of an object, so that it cannot be constructed either, and keeps its name.
    [key](this: unknown, ...values: Parameters<Method>): ReturnType<Method> {
      return stopped ? call(this, values) : around(original, this, values)
    },
  }[key] as unknown as Method
  Object.defineProperty(wrapped, 'length', { value: original.length, configurable: true })
  target[key] = wrapped
  return () => {
    stopped = true
    if (target[key] !== wrapped) return
    if (own) target[key] = original
    else delete (target as Partial<typeof target>)[key]
  }
}

/** What is ours must not fail where the host would see it. */
export function quietly(work: () => void): void {
  try {
    work()
  } catch {}
}

/** Listens to the page, where it has events at all, until what it returns is called. */
export function hear(
  scope: typeof globalThis,
  type: string,
  heard: (event: Event) => void,
  capture = false,
): () => void {
  if (!('addEventListener' in scope)) return () => {}
  scope.addEventListener(type, heard, capture)
  return () => scope.removeEventListener(type, heard, capture)
}
