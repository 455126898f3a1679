import type { Device, DeviceParts } from './device.ts'
import type { FaultPoint } from './faults.ts'
import type { Leaving } from './leaving.ts'
import { type People, persons } from './people.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { Tab } from './tab.ts'
import { day, minute } from './times.ts'
import type { Typing } from './typing.ts'
import { foreign } from './verdict.ts'

interface Parts extends Pick<DeviceParts, 'scheduler' | 'network'> {
  readonly device: Device
  readonly people: People
  readonly typing: Typing
  readonly leaving: Leaving
  readonly random: SeededRandom
  /** Where records of another version were put: database and key. */
  readonly foreignAt: [string, string][]
}

/** What befalls a device and its pages as a whole, each at some time of a seed if that seed has it. */
export function upheavalsOf(parts: Parts): [FaultPoint, () => void][] {
  const { scheduler, network, device, people, typing, leaving, random, foreignAt } = parts
  const some = (act: (tab: Tab) => void) => () => {
    const tabs = people.usable()
    if (tabs.length > 0) act(random.pick(tabs))
  }
  const freeze = (tab: Tab) => {
    tab.frozen = true
    if (random.chance(0.5)) scheduler.after(random.between(1000, 10 * minute), () => tab.thaw())
  }
  const back = () => {
    for (const { heard, alive } of device.tabs) if (alive) for (const callback of heard.online) callback()
  }
  return [
    [
      'tab: a second one',
      () => device.tabs.filter(({ alive }) => alive).length < 3 && people.open(random.pick(persons)),
    ],
    ['tab: killed', some((tab) => tab.kill())],
    [
      'tab: closed',
      some((tab) => {
        tab.closing = true
        tab.core.close().then(
          () => tab.kill(),
          () => tab.kill(),
        )
      }),
    ],
    ['tab: frozen', some(freeze)],
    [
      'lock: holder frozen until its lease is over',
      () => {
        const holder = device.lockHolder()
        if (holder && !holder.frozen) freeze(holder)
      },
    ],
    ['clock: jumps forward', () => (device.offset += random.between(minute, 3 * day))],
    ['clock: jumps back', () => (device.offset -= random.between(minute, 3 * day))],
    ['clock: years off', () => (device.offset = random.pick([-1, 1]) * random.between(300, 4000) * day)],
    [
      'host: nobody signed in',
      some((tab) => {
        people.signOut(tab)
        scheduler.after(random.between(1000, 5 * minute), () => {
          if (tab.alive && tab.signedIn === undefined) people.signIn(tab, tab.person)
        })
      }),
    ],
    ['host: another person signs in', some((tab) => people.signIn(tab, tab.known ? random.pick(persons) : tab.person))],
    [
      'page: offline for a while',
      () => {
        network.offlineUntil = scheduler.now() + random.between(1000, 5 * minute)
        scheduler.after(network.offlineUntil - scheduler.now(), back)
      },
    ],
    [
      'storage: a record of another version appears',
      () => {
        for (const [name, { pairs }] of device.storage.databases) {
          const key = `outbox/foreign-${foreignAt.length}`
          pairs.set(key, foreign)
          foreignAt.push([name, key])
        }
      },
    ],
    [
      'storage: emptied by the browser',
      () => {
        for (const { pairs } of device.storage.databases.values()) pairs.clear()
        // What no page holds is lost, and that is not the client's doing.
        for (const one of people.written) one.emptied = true
        typing.emptied()
        leaving.emptied()
        foreignAt.length = 0
      },
    ],
  ]
}
