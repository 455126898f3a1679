import type { Core } from '@aftercare/client'
import { epochKey, type Operation } from '../../src/persistence/persistence.ts'
import type { Device, DeviceParts } from './device.ts'
import { tenant } from './host.ts'
import type { People } from './people.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { Row } from './server-rows.ts'
import type { Written } from './submissions.ts'
import type { Tab } from './tab.ts'
import type { Typing } from './typing.ts'
import { visitor } from './visiting.ts'

/** Somebody who logs out, and what was said of it. */
interface Leave {
  readonly person: string
  /** Saved before, as far as screens had said, and not withdrawn. */
  readonly saved: readonly Written[]
  /** Ids of what the person was asked about. */
  readonly told: Set<string>
  /** The device has let go of everything. */
  wiped: boolean
  /** And the page has said so. */
  done: boolean
  /** Pages that there were when it did: who opens one later is back. */
  pages: ReadonlySet<Tab>
}

/** People who log out of the device, on whatever page; all their pages are over then. */
export interface Leaving {
  /** Whoever, or that person. */
  logout(random: SeededRandom, person?: string): void
  /** Told of each transaction; whether it is one by which somebody leaves. */
  committed(name: string, operations: readonly Operation[]): boolean
  /** The browser has emptied the device, and the word of each logout went with it: who has not heard of it never will. */
  emptied(): void
  judge(rows: readonly Row[]): Promise<{ lost: string[]; stuck: string[]; crossed: string[] }>
}

interface Parts extends Pick<DeviceParts, 'scheduler' | 'code' | 'trace' | 'faults' | 'network'> {
  readonly device: Device
  readonly people: People
  readonly typing: Typing
}

/** These say that something was, and nothing of it. */
const words = /^(receipt|withdrawn)\//

/** What a page has in hand just then goes out all the same. Milliseconds. */
const moment = 1000

const personOf = (name: string) => name.slice(name.indexOf(`${tenant}/`) + tenant.length + 1)

export function createLeaving({ scheduler, code, trace, faults, network, device, people, typing }: Parts): Leaving {
  const leaving = new Map<string, Leave>()
  const leaves: Leave[] = []
  /** What went with its person, when, and by what. */
  const gone = new Map<Written, { readonly at: number; readonly by: Leave }>()

  /** What is left of it is what pages hold, which are over, or somebody else's by now. */
  function goes(mine: Leave): void {
    const { person, pages } = mine
    for (const one of people.written) {
      if (one.person !== person || gone.has(one) || !pages.has(one.tab)) continue
      // In the memory of a page where somebody else is, or that was frozen before it opened the store, no word of a
      // logout reaches it: it waits for its person there.
      const heard = one.tab.known === person && [...one.tab.looked].some((name) => personOf(name) === person)
      if (!one.saved && !heard) continue
      one.emptied = true
      gone.set(one, { at: scheduler.now(), by: mine })
    }
    typing.wiped(person)
  }

  async function leave(tab: Tab, random: SeededRandom): Promise<void> {
    const { person, core } = tab
    const saved = people.written.filter((one) => one.person === person && one.saved && !one.withdrawn && !one.emptied)
    const mine: Leave = { person, saved, told: new Set(), wiped: false, done: false, pages: new Set() }
    leaving.set(person, mine)
    leaves.push(mine)
    tab.closing = true
    trace.add(`${person} logs out on ${tab.name}`)
    tab.whenGone.push(() => leaving.delete(person))
    if (faults.strikes('logout: in the middle')) scheduler.after(random.between(0, 700), () => tab.kill())
    // In another page there is somebody at work.
    const others = people.usable().filter((other) => other !== tab && other.known === person && other.person === person)
    for (const other of others) {
      scheduler.after(random.between(20, 120), () => {
        if (other.alive && !other.frozen && other.known === person && other.person === person) people.writeOn(other)
      })
    }
    const sure = random.chance(0.85)
    const confirm: Parameters<typeof code.logout>[1] = {
      confirm(unsent) {
        for (const { id } of unsent) mine.told.add(id)
        return sure
      },
    }
    const outcome = await code.logout(core as Core, confirm).catch((error) => ({ status: `not: ${error}` }))
    leaving.delete(person)
    // What another page had begun to write when it had not heard of it.
    if (mine.wiped) goes(mine)
    mine.done = outcome.status === 'done'
    tab.closing = false
    trace.add(`${person} is ${outcome.status} on ${tab.name}`)
    // The host's session ends with it, and after a while its person is back.
    if (outcome.status !== 'done') return
    for (const each of device.tabs) if (each.alive && each.signedIn === person) people.signOut(each)
    tab.kill()
    scheduler.after(random.between(10_000, 300_000), () => people.open(person))
  }

  return {
    logout(random, person) {
      const tabs = people.usable().filter((tab) => {
        const here = tab.known === tab.person && !tab.closing && !leaving.has(tab.person)
        return here && tab.person !== visitor && (person === undefined || tab.person === person)
      })
      if (tabs.length > 0) void leave(random.pick(tabs), random)
    },
    committed(name, operations) {
      const person = personOf(name)
      // Also of a page that is gone since.
      const mine = leaves.findLast((each) => each.person === person)
      if (mine && !mine.wiped && operations.some(({ type, key }) => type === 'put' && key === epochKey)) {
        mine.wiped = true
        mine.pages = new Set(device.tabs)
        goes(mine)
        return true
      }
      return leaving.get(person)?.wiped === true && operations.every(({ type }) => type === 'delete')
    },
    emptied: () => gone.clear(),
    async judge(rows) {
      const [lost, stuck, crossed] = [[], [], []] as [string[], string[], string[]]
      // The visitor's store says of what has moved that it is no longer there, and may hold it still if its move broke off.
      const held = [...device.storage.databases].flatMap(([name, { pairs }]) =>
        personOf(name) === visitor ? [] : [...pairs.keys()],
      )
      for (const [one, { at, by }] of gone) {
        // Of a merge that broke off the visitor's store has it still, and whoever takes it over anew has it again.
        if (one.tab.person === visitor) continue
        const { marker, submission } = one
        const { id } = submission ?? {}
        // A page that dies in the middle leaves what was begun to be written in the same moment.
        const goes = by.done || by.saved.includes(one)
        if (id && goes && held.some((key) => key.includes(id) && (by.done || !words.test(key))))
          crossed.push(`${marker} is left on the device by a logout`)
        const sentAt = network.sent.get(id ?? '') ?? Infinity
        if (id && one.saved && sentAt > at + moment && rows.some((row) => row.id === id && row.owner === by.person))
          crossed.push(`${marker} was sent after a logout`)
      }
      for (const { wiped, saved, told } of leaves) {
        for (const { marker, submission } of wiped ? saved : []) {
          const id = submission?.id ?? ''
          if (!told.has(id) && !rows.some((row) => row.id === id)) lost.push(`${marker} went by a logout, untold`)
        }
      }
      for (const tab of device.tabs) {
        if (!tab.alive || tab.frozen) continue
        const open = await tab.core.persistence().catch(() => undefined)
        const epoch = device.storage.databases.get(open?.name ?? '')?.pairs.get(epochKey)
        if (open?.durable && open.epoch !== epoch && epoch !== undefined)
          stuck.push(`${tab.name} has not heard of a logout`)
      }
      return { lost, stuck, crossed }
    },
  }
}
