import type { ClientOptions, Core } from './core.ts'
import { defaultEnvironment } from './default-environment.ts'
import type { Live } from './live/connection.ts'
import type { Outbox } from './outbox/outbox.ts'
import { epochKey, type OpenPersistence } from './persistence/persistence.ts'
import { createSession } from './session/session.ts'
import { createTransport, type RequestInput } from './transport.ts'

/** Makes the core of a client. Nothing is requested or stored before the first call that needs it. */
export function createCore(options: ClientOptions): Core {
  const environment: Core['environment'] = { ...defaultEnvironment(), ...given(options) }
  const session = createSession({ ...options, ...environment })
  const transport = createTransport(options.url, environment.fetch, session, environment.clock)
  const columns = new Map<unknown, unknown>()
  const closing = new Set<() => void | Promise<void>>()
  /** By identity: what could only be kept in memory is still there when that person comes back. */
  const opened = new Map<string, Promise<OpenPersistence>>()
  /** Stores that were open once: where one does not open again, an empty one in memory must not pass for it. */
  const reached = new Set<string>()
  let outbox: Promise<Outbox> | undefined
  let live: Promise<Live> | undefined

  async function open(identity: string): Promise<OpenPersistence> {
    const name = `aftercare:${options.url}:${identity}`
    try {
      const { reconnecting } = await import('./persistence/reconnecting.ts')
      const store = await reconnecting(environment.storage, name, environment.clock)
      reached.add(name)
      return { identity, name, store, durable: true, epoch: await store.get(epochKey) }
    } catch (error) {
      if (reached.has(name)) {
        opened.delete(identity)
        throw error
      }
      const { memoryStorage } = await import('./persistence/memory.ts')
      return { identity, name, store: await memoryStorage()(name), durable: false, epoch: undefined }
    }
  }

  session.onToken(({ identity }, changed) => {
    if (!changed) return
    // Another person: what was open is closed and kept. The outbox has heard of it before, and stopped.
    for (const [other, promise] of opened) {
      if (other === identity) continue
      const ending = promise.then(({ store, durable }) => {
        if (!durable) return
        opened.delete(other)
        return store.close()
      })
      ending.catch(() => {})
    }
  })

  const core: Core = {
    url: options.url,
    locale: options.locale,
    clock: environment.clock,
    random: environment.random,
    environment,
    session,
    // Types alone: the input is this route's, and the transport parses the answer with this route's schema.
    call: (route, input, callOptions) => transport.call(route, input as RequestInput, callOptions) as never,
    send: transport.send,
    async persistence() {
      const identity = await session.identity()
      let promise = opened.get(identity)
      if (!promise) {
        promise = open(identity)
        opened.set(identity, promise)
      }
      return promise
    },
    outbox() {
      outbox ??= import('./outbox/open-outbox.ts')
        .then(({ openOutbox }) => openOutbox(core))
        .catch((error) => {
          outbox = undefined
          throw error
        })
      return outbox
    },
    live() {
      live ??= import('./live/live.ts')
        .then(({ createLive }) => createLive(core))
        .catch((error) => {
          live = undefined
          throw error
        })
      return live
    },
    column<T>(factory: (core: Core) => T): T {
      if (!columns.has(factory)) columns.set(factory, factory(core))
      // Only this factory's own product is kept under it.
      return columns.get(factory) as T
    },
    onClose: (callback) => void closing.add(callback),
    async close() {
      await Promise.all([...closing].map((callback) => callback()))
      closing.clear()
      await Promise.all([...opened.values()].map(async (promise) => (await promise).store.close()))
      opened.clear()
    },
  }
  return core
}

/** Options that are `undefined` leave the default alone. */
function given(options: ClientOptions): Partial<ClientOptions> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}
