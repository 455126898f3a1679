import type { Clock, Environment } from './environment.ts'

/**
 * The one place that looks at where the code runs: a browser's page, a worker, Node, Deno or Bun. What is
 * missing is replaced by its plainest form; every part can be given to `createCore` instead.
 */
export function defaultEnvironment(): Environment {
  const { document, navigator, BroadcastChannel } = globalThis as Partial<typeof globalThis>
  const clock: Clock = {
    now: Date.now,
    after(milliseconds, callback) {
      const timer = setTimeout(callback, milliseconds)
      return () => clearTimeout(timer)
    },
  }
  return {
    fetch: (request) => fetch(request),
    async storage(name) {
      // Where there is none (Node, a sandboxed frame) this rejects, and the core keeps things in memory and says so.
      const { indexedDB } = globalThis
      return (await import('./persistence/indexeddb.ts')).indexedDbStorage(indexedDB)(name)
    },
    clock,
    random: (bytes) => void crypto.getRandomValues(bytes),
    digest: (bytes) => crypto.subtle.digest('SHA-256', bytes),
    async locks(name, work) {
      let begun = false
      try {
        return await navigator!.locks.request(name, { ifAvailable: true }, (lock) => {
          begun = lock !== null
          return lock ? work() : undefined
        })
      } catch (error) {
        if (begun) throw error
        // No locks here: two pages may send the same write, and the server's idempotency makes it one.
        return work()
      }
    },
    channel(name, received) {
      if (!BroadcastChannel) return { post() {}, close() {} }
      const channel: BroadcastChannel & { unref?: () => void } = new BroadcastChannel(name)
      channel.onmessage = (event) => received(String(event.data))
      // Node would stay alive for it.
      channel.unref?.()
      return { post: (message) => channel.postMessage(message), close: () => channel.close() }
    },
    attention: {
      visible: () => !document?.hidden,
      onVisibility: (callback) => listening(document, 'visibilitychange', callback),
      onOnline: (callback) => listening(document && globalThis, 'online', callback),
      onOffline: (callback) => listening(document && globalThis, 'offline', callback),
    },
  }
}

function listening(target: EventTarget | undefined, type: string, callback: () => void): () => void {
  target?.addEventListener(type, callback)
  return () => target?.removeEventListener(type, callback)
}
