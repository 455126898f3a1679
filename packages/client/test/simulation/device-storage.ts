import { apply } from '../../src/persistence/memory.ts'
import { epochKey, type Operation, type Persistence } from '../../src/persistence/persistence.ts'
import type { Faults } from './faults.ts'
import type { Scheduler } from './scheduler.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { Tab } from './tab.ts'
import type { Trace } from './trace.ts'

interface Database {
  readonly pairs: Map<string, unknown>
  /** Transactions take effect one after the other, also those of different tabs. */
  lastCommit: number
}

export interface DeviceStorage {
  readonly databases: Map<string, Database>
  /** It takes deletions, and as much as they have made room for. */
  full: boolean
  open(tab: Tab, name: string): Promise<Persistence>
  /** Told of each transaction that is about to take effect. */
  onCommit: (name: string, operations: readonly Operation[], pairs: ReadonlyMap<string, unknown>) => void
}

interface Parts {
  readonly scheduler: Scheduler
  readonly random: SeededRandom
  readonly faults: Faults
  readonly trace: Trace
}

/** The disk that all tabs of a device share: atomic transactions in one order, and all that can befall them. */
export function deviceStorage({ scheduler, random, faults, trace }: Parts): DeviceStorage {
  const databases = new Map<string, Database>()
  /** Records for which a full device has room. */
  let room = 0

  async function open(tab: Tab, name: string): Promise<Persistence> {
    await new Promise<void>((resolve) => scheduler.after(random.between(1, 12), () => tab.deliver(resolve)))
    if (faults.strikes('storage: refuses to open')) throw new Error('The device refuses')
    const database = databases.get(name) ?? { pairs: new Map<string, unknown>(), lastCommit: 0 }
    databases.set(name, database)
    let closed = false
    let lost = false
    const running = new Set<Promise<unknown>>()

    function run<T>(what: string, slow: boolean, refused: Error | undefined, work: () => T, then?: () => void) {
      if (closed || lost) return Promise.reject(new Error('The store is closed'))
      // What takes ten seconds is given up: of such a device another test tells.
      const delay = slow ? random.between(1000, 9000) : random.between(1, 12)
      const at = Math.max(scheduler.now() + delay, database.lastCommit)
      database.lastCommit = at
      const promise = new Promise<T>((resolve, reject) => {
        scheduler.after(at - scheduler.now(), () => {
          // A transaction of a tab that is gone by now may have been on its way to the disk, or not.
          if (!tab.alive && random.chance(0.5)) return
          if (refused) {
            trace.add(`${tab.name} storage refuses ${what}`)
            return void scheduler.after(1, () => tab.deliver(() => reject(refused)))
          }
          trace.add(`${tab.name} storage ${name.slice(name.lastIndexOf('/'))} ${what}`)
          let result: T
          try {
            result = work()
          } catch (error) {
            // What the write requires is not there.
            return void scheduler.after(random.between(0, 4), () => tab.deliver(() => reject(error)))
          }
          then?.()
          scheduler.after(random.between(0, 4), () => tab.deliver(() => resolve(result)))
        })
      })
      running.add(promise)
      const done = () => running.delete(promise)
      promise.then(done, done)
      return promise
    }

    function loses(point: 'storage: connection lost before a read' | 'storage: connection lost before a write') {
      if (closed || lost || !faults.strikes(point)) return undefined
      lost = true
      return new Error('The connection is lost')
    }

    const store: Persistence = {
      get(key) {
        const error = loses('storage: connection lost before a read')
        if (error) return Promise.reject(error)
        const found = run(`get ${key}`, faults.strikes('storage: slow read'), undefined, () =>
          structuredClone(database.pairs.get(key)),
        )
        if (key === epochKey)
          void found.then(
            () => tab.looked.add(name),
            () => {},
          )
        return found
      },
      list(prefix) {
        const error = loses('storage: connection lost before a read')
        if (error) return Promise.reject(error)
        return run(`list ${prefix}`, faults.strikes('storage: slow read'), undefined, () => {
          const found = [...database.pairs].filter(([key]) => key.startsWith(prefix))
          return structuredClone(found.sort(([one], [other]) => (one < other ? -1 : 1)))
        })
      },
      write(operations) {
        const error = loses('storage: connection lost before a write')
        if (error) return Promise.reject(error)
        const copy = structuredClone(operations)
        const slow = faults.strikes('storage: slow write')
        const puts = copy.some(({ type }) => type === 'put' || type === 'replace')
        const freed = copy.reduce((sum, { type, key }) => {
          if (type === 'clear') return sum + [...database.pairs.keys()].filter((other) => other.startsWith(key)).length
          return type === 'delete' && database.pairs.has(key) ? sum + 1 : sum
        }, 0)
        const left = room + freed - copy.filter(({ type }) => type === 'put' || type === 'replace').length
        const full = storage.full && left < 0
        const refused =
          puts && (full || faults.strikes('storage: over its quota')) ? new Error('QuotaExceededError') : undefined
        if (!refused) room = storage.full ? Math.max(0, left) : 0
        const before = !refused && faults.strikes('storage: tab killed before the commit')
        const after = !refused && !before && faults.strikes('storage: tab killed after the commit')
        const what = `write ${copy.map(({ type, key }) => `${type} ${key}`).join(', ')}`
        const commit = () => {
          if (before) return tab.kill()
          storage.onCommit(name, copy, database.pairs)
          apply(database.pairs, copy)
        }
        return run(what, slow, refused, commit, () => after && tab.kill())
      },
      async close() {
        closed = true
        await Promise.allSettled(running)
      },
    }
    return store
  }

  const storage: DeviceStorage = { databases, full: false, open, onCommit() {} }
  return storage
}
