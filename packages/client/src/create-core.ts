import type { ClientOptions, Core } from './core.ts'

/** Makes the core of a client. Nothing is requested, stored or sensed before the first call that needs it. */
export function createCore(options: ClientOptions): Core {
  const columns = new Map<unknown, unknown>()
  const later = async (): Promise<never> => {
    throw new Error('not built yet')
  }
  const core = {
    url: options.url,
    locale: options.locale,
    column<T>(factory: (core: Core) => T): T {
      if (!columns.has(factory)) columns.set(factory, factory(core as unknown as Core))
      return columns.get(factory) as T
    },
    call: later,
    persistence: later,
    outbox: later,
    live: later,
    close: async () => {},
  }
  return core as unknown as Core
}
