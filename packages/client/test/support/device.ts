import { createHash } from 'node:crypto'
import { type Core, createCore } from '@aftercare/client'
import { routes } from '@aftercare/protocol/routes'
import type { ClientOptions } from '../../src/core.ts'
import type { ChannelFactory, Locks } from '../../src/environment.ts'
import { memoryStorage } from '../../src/persistence/memory.ts'
import { type ManualClock, manualClock } from './manual-clock.ts'
import { type ScriptedServer, scriptedServer, token } from './scripted-server.ts'

// Loaded ahead: how long loading takes must not decide what a test with its own clock sees.
await Promise.all([
  ...Object.values(routes).map((route) => route.schemas()),
  import('@aftercare/protocol/schemas'),
  import('../../src/drafts/open-draft.ts'),
  import('../../src/files/chosen-files.ts'),
  import('../../src/live/live.ts'),
  import('../../src/outbox/deliver-action.ts'),
  import('../../src/outbox/judge-problem.ts'),
  import('../../src/outbox/open-outbox.ts'),
  import('../../src/outbox/read-back.ts'),
  import('../../src/outbox/take-up.ts'),
  import('../../src/outbox/upload-files.ts'),
  import('../../src/persistence/reconnecting.ts'),
  import('../../src/problem-of.ts'),
  import('../../src/session/key-digest.ts'),
  import('../../src/tickets/queue.ts'),
  import('../../src/tickets/queue-reply.ts'),
  import('../../src/tickets/ticket-errors.ts'),
])

/** A device with a store, on which pages are opened, killed and opened again. */
export interface Device {
  readonly clock: ManualClock
  readonly server: ScriptedServer
  readonly storage: NonNullable<ClientOptions['storage']>
  /** Whether somebody looks at the page, and a way to say that this or the network has changed. */
  readonly page: { visible: boolean; changed(): void; online(): void; offline(): void }
  open(options?: Partial<ClientOptions>): Core
  /** Kills all pages: their requests find no network any more, their locks are free, their memory is gone. */
  kill(): void
  close(): Promise<void>
}

export function device(): Device {
  const clock = manualClock()
  const server = scriptedServer(clock.now)
  const storage = memoryStorage()
  let generation = 0
  let cores: Core[] = []
  let held = new Set<string>()
  const channels = new Set<{ name: string; received: (message: string) => void }>()
  const visibility = new Set<() => void>()
  const online = new Set<() => void>()
  const offline = new Set<() => void>()

  const channel: ChannelFactory = (name, received) => {
    const mine = { name, received }
    channels.add(mine)
    return {
      post(message) {
        for (const other of channels) {
          if (other !== mine && other.name === name) setImmediate(() => other.received(message))
        }
      },
      close: () => void channels.delete(mine),
    }
  }

  const self: Device = {
    clock,
    server,
    storage,
    page: {
      visible: true,
      changed: () => visibility.forEach((callback) => void callback()),
      online: () => online.forEach((callback) => void callback()),
      offline: () => offline.forEach((callback) => void callback()),
    },
    open(options = {}) {
      const mine = generation
      const locksHeld = held
      const locks: Locks = async (name, work) => {
        if (locksHeld.has(name)) return undefined
        locksHeld.add(name)
        return work().finally(() => locksHeld.delete(name))
      }
      const core = createCore({
        url: 'http://support.test/support',
        getToken: async () => token({ sub: 'mara', iat: clock.now() / 1000, exp: clock.now() / 1000 + 900 }),
        fetch: async (request) => {
          if (generation !== mine) return new Promise(() => {})
          const response = await server.fetch(request)
          return generation === mine ? response : new Promise(() => {})
        },
        storage: async (name) => {
          const store = await storage(name)
          return {
            ...store,
            write: (operations) => (generation === mine ? store.write(operations) : new Promise(() => {})),
          }
        },
        clock,
        // The platform's own takes real time, which is nobody's business on a clock of one's own.
        digest: async (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest()).buffer,
        locks,
        channel,
        attention: {
          visible: () => self.page.visible,
          onVisibility(callback) {
            visibility.add(callback)
            return () => visibility.delete(callback)
          },
          onOnline(callback) {
            online.add(callback)
            return () => online.delete(callback)
          },
          onOffline(callback) {
            offline.add(callback)
            return () => offline.delete(callback)
          },
        },
        ...options,
      })
      cores.push(core)
      return core
    },
    kill() {
      generation += 1
      held = new Set()
      channels.clear()
      visibility.clear()
      online.clear()
      offline.clear()
      cores = []
    },
    async close() {
      await Promise.all(cores.map((core) => core.close()))
    },
  }
  return self
}

/** What a ticket in a test says, where nothing else matters. */
export const ticket = { type: 'incident', subject: 'Labels do not print', description: 'Since this morning.' }
