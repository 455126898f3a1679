import { epochKey, type Operation } from '../../src/persistence/persistence.ts'
import { visitorIdentityOf, visitorKey } from '../../src/visitors/visitor-name.ts'
import type { Device, DeviceParts } from './device.ts'
import { tenant } from './host.ts'
import type { Leaving } from './leaving.ts'
import type { People } from './people.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { Tab } from './tab.ts'
import { minute } from './times.ts'
import type { Typing } from './typing.ts'

/** Whoever uses the device without an account: its store is named so, where a person's is named after the person. */
export const visitor = visitorIdentityOf(`${tenant}/`).slice(`${tenant}/`.length)

/** Somebody who is nobody yet, and who it turns out to be. */
export interface Visiting {
  /** A page without an account is opened. */
  come(): void
  /** Who has signed in says that it was them. */
  merge(random: SeededRandom): void
  /** Whoever began with it goes on, now that everything works; then somebody comes as a visitor once more. */
  comeBack(): Promise<void>
  /** Told of each transaction; whether it is one by which something has moved. */
  committed(name: string, operations: readonly Operation[], foreignAt: [string, string][]): boolean
  readonly wrong: readonly string[]
}

interface Parts extends Pick<DeviceParts, 'scheduler' | 'code' | 'trace' | 'faults'> {
  readonly device: Device
  readonly people: People
  readonly typing: Typing
  readonly leaving: Leaving
}

const storeOf = (person: string) => `:${tenant}/${person}`

export function createVisiting(parts: Parts): Visiting {
  const { scheduler, code, trace, faults, device, people, typing, leaving } = parts
  /** Pages that take over just now. */
  const taking = new Set<Tab>()
  const wrong: string[] = []
  let came = false
  /** Who has said so, and has not heard yet that it is done. */
  let unfinished: string | undefined
  /** Who said so last: no second one does before the first has come to an end. */
  let heir: string | undefined

  const visitors = () => people.written.filter(({ person }) => person === visitor)
  const keysLeft = () =>
    [...device.storage.databases].flatMap(([name, { pairs }]) =>
      name.endsWith(storeOf(visitor)) ? [...pairs.keys()] : [],
    )

  async function takeOver(tab: Tab): Promise<void> {
    const { person } = tab
    taking.add(tab)
    unfinished = heir = person
    trace.add(`${person} takes over what the visitor has, on ${tab.name}`)
    const before = visitors().filter(({ saved, emptied }) => saved && !emptied)
    tab.whenGone.push(() => taking.delete(tab))
    try {
      const { tickets, unsent } = await code.takeOverVisitor(tab.core)
      trace.add(`${tab.name} has taken over ${tickets.length} tickets and ${unsent} unsent`)
      for (const one of people.written) if (tickets.includes(one.submission?.id ?? '')) one.person = person
      // A page whose device refused to open anything takes it for one that keeps nothing.
      if (!(await tab.core.persistence()).durable) return
      unfinished = undefined
      const left = new Set(keysLeft())
      for (const { marker, submission, emptied } of before)
        if (!emptied && left.has(`outbox/${submission?.id}`)) wrong.push(`${marker} was left to the visitor by a merge`)
    } catch (error) {
      trace.add(`${tab.name} could not take over: ${error}`)
    } finally {
      taking.delete(tab)
    }
  }

  /** Pages where that person is at work, or any. */
  const pages = (person?: string) =>
    people.usable().filter((tab) => {
      const here = tab.known === tab.person && tab.person !== visitor && !tab.closing && !taking.has(tab)
      return here && (person === undefined || tab.person === person)
    })

  return {
    wrong,
    come() {
      came = true
      people.open(visitor)
    },
    merge(random) {
      // Nobody else says so before that has come to its end: what had been moved by then would be both of theirs.
      const at = pages(unfinished)
      if (at.length === 0) return
      const tab = random.pick(at)
      const { person } = tab
      void takeOver(tab)
      if (faults.strikes('merge: two tabs at once')) {
        const other = people.open(person)
        scheduler.after(random.between(0, 60), () => void takeOver(other))
      }
      if (faults.strikes('merge: device full while entries are moved')) {
        scheduler.after(random.between(0, 500), () => (device.storage.full = true))
        scheduler.after(random.between(1000, minute), () => (device.storage.full = false))
      }
      if (faults.strikes('merge: its person logs out'))
        scheduler.after(random.between(0, 3000), () => leaving.logout(random, person))
    },
    async comeBack() {
      if (!came) return
      // A page that is frozen for good while it becomes a visitor keeps the others from it: nobody passes over that lock.
      for (const tab of device.tabs) if (tab.person === visitor && tab.frozen) tab.thaw()
      if (unfinished) {
        void takeOver(people.open(unfinished))
        await scheduler.runUntil(scheduler.now() + 2 * minute)
      }
      people.open(visitor)
    },
    committed(name, operations, foreignAt) {
      if (name.endsWith(storeOf(visitor))) {
        const emptied = operations.some(({ type, key }) => type === 'delete' && key === visitorKey)
        if (!emptied || !heir) return emptied
        for (const place of foreignAt) {
          const moved = operations.some(({ type, key }) => type === 'delete' && key === place[1])
          if (place[0] === name && moved) place[0] = name.slice(0, -visitor.length) + heir
        }
        return true
      }
      // Also by a page that is gone since.
      if (
        !heir ||
        !name.endsWith(storeOf(heir)) ||
        operations.some(({ type, key }) => type === 'put' && key === epochKey)
      )
        return false
      const person = heir
      const put = new Map(operations.flatMap((one) => (one.type === 'put' ? [[one.key, one.value] as const] : [])))
      // By what stands in it: a page that died has not said its id.
      const texts = [...put].flatMap(([key, value]) => (key.startsWith('outbox/') ? JSON.stringify(value) : []))
      const mine = visitors().filter(({ marker }) => texts.some((text) => text.includes(`"${marker}"`)))
      for (const one of mine) one.person = person
      const drafts = [...put].flatMap(([key, value]) => (key.startsWith('draft/') ? JSON.stringify(value) : []))
      const typed = typing.inherits(visitor, person, drafts)
      if (mine.length === 0 && !typed) return false
      if (taking.size > 0 && faults.strikes('merge: page killed between the two writes'))
        for (const tab of [...taking]) tab.kill()
      return true
    },
  }
}
