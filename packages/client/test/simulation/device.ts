import { createHash } from 'node:crypto'
import type { Environment } from '../../src/environment.ts'
import type { ClientCode } from './client-code.ts'
import { type DeviceStorage, deviceStorage } from './device-storage.ts'
import type { Faults } from './faults.ts'
import { type Host, tenant } from './host.ts'
import type { Network } from './network.ts'
import type { PlainRequest } from './plain-http.ts'
import type { Scheduler } from './scheduler.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { Storms } from './storms.ts'
import { Tab } from './tab.ts'
import type { Trace } from './trace.ts'
import { visitor } from './visiting.ts'

/** A device with one disk and one clock, on which tabs come and go. */
export interface Device {
  readonly storage: DeviceStorage
  readonly tabs: Tab[]
  /** Milliseconds that its clock is off. */
  offset: number
  open(person: string): Tab
  /** A tab that holds a lock right now. */
  lockHolder(): Tab | undefined
}

export interface DeviceParts {
  readonly scheduler: Scheduler
  readonly random: SeededRandom
  readonly faults: Faults
  readonly trace: Trace
  readonly network: Network
  readonly storms: Storms
  readonly host: Host
  readonly code: ClientCode
  /** Milliseconds since the epoch, by a clock that is right. */
  readonly serverNow: () => number
}

/** So much of a file goes at once here. Bytes. */
export const piece = 16

/** How long a page that is over is still looked at. Milliseconds. */
const reload = 30_000

/** What a browser makes of a timer that is further off: it fires at once. Milliseconds. */
const longestTimer = 2 ** 31 - 1

export function createDevice(parts: DeviceParts): Device {
  const { scheduler, random, faults, trace, network, storms, host, code, serverNow } = parts
  const storage = deviceStorage(parts)
  const locks = new Map<string, Tab>()
  const channels = new Set<{ readonly name: string; readonly tab: Tab; readonly received: (message: string) => void }>()

  /** Resolves in the tab, a moment later. */
  const moment = (tab: Tab, delay: number) =>
    new Promise<void>((resolve) => void scheduler.after(delay, () => tab.deliver(resolve)))

  function environment(tab: Tab): Environment {
    const own = random.branch()
    const listen = (set: Set<() => void>, callback: () => void) => {
      set.add(callback)
      return () => set.delete(callback)
    }
    return {
      // The plain ones have what the client asks of a request and a response.
      fetch: (request) => network.fetch(tab, request as unknown as PlainRequest) as unknown as Promise<Response>,
      storage: (name) => storage.open(tab, name),
      clock: {
        now: () => Math.floor(serverNow() + device.offset),
        after: (milliseconds, callback) =>
          scheduler.after(milliseconds > longestTimer ? 1 : milliseconds, () => tab.deliver(callback)),
      },
      random: (bytes) => own.fill(bytes),
      uploadPiece: piece,
      // Persons have tokens here, and those say whose they are.
      digest: async (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest()).buffer,
      async locks(name, work) {
        await moment(tab, random.between(0, 3))
        // Where there are none, two tabs share a draft, as they always did; a platform has them or has not.
        const ofDraft = name.includes('/draft/')
        if (!ofDraft && faults.strikes('lock: not to be had at all')) return work()
        if (locks.has(name)) return undefined
        locks.set(name, tab)
        trace.add(`${tab.name} locks`)
        const release = () => {
          if (locks.get(name) !== tab) return
          locks.delete(name)
          trace.add(`${tab.name} unlocks`)
        }
        tab.whenGone.push(release)
        try {
          return await work()
        } finally {
          release()
          tab.whenGone.splice(tab.whenGone.indexOf(release), 1)
        }
      },
      channel(name, received) {
        const mine = { name, tab, received }
        channels.add(mine)
        tab.whenGone.push(() => channels.delete(mine))
        return {
          post(message) {
            for (const other of channels) {
              if (other === mine || other.name !== name || faults.strikes('channel: message lost')) continue
              const late = faults.strikes('channel: message late')
              scheduler.after(late ? random.between(1000, 60_000) : random.between(0, 10), () =>
                other.tab.deliver(() => channels.has(other) && other.received(message)),
              )
            }
          },
          close: () => void channels.delete(mine),
        }
      },
      attention: {
        visible: () => true,
        onVisibility: (callback) => listen(tab.heard.visibility, callback),
        onOnline: (callback) => listen(tab.heard.online, callback),
        onOffline: (callback) => listen(tab.heard.offline, callback),
      },
    }
  }

  const device: Device = {
    storage,
    tabs: [],
    offset: 0,
    open(person) {
      const tab = new Tab(`tab${device.tabs.length}`, person, code)
      device.tabs.push(tab)
      trace.add(`${tab.name} opens for ${person}`)
      const url = 'http://support.test/support'
      const asPerson = {
        async getToken() {
          storms.asked(`token ${tab.name}`)
          await moment(tab, random.between(1, 100))
          return host.token(tab)
        },
      }
      if (person === visitor) {
        // Who nobody's backend vouches for is known at once.
        tab.known = visitor
        tab.core = code.createVisitorCore({ url, tenant, ...environment(tab) })
      } else tab.core = code.createCore({ url, ...asPerson, ...environment(tab) })
      tab.core.session.onToken(({ identity }) => {
        tab.known = identity.slice(`${tenant}/`.length)
        trace.add(`${tab.name} knows ${tab.known}`)
        if (identity !== '') return
        tab.over = true
        scheduler.after(reload, () => tab.kill())
      })
      return tab
    },
    lockHolder: () => [...locks].find(([name]) => !name.includes('/draft/'))?.[1],
  }
  return device
}
