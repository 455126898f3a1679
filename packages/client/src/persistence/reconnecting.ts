import type { Clock } from '../environment.ts'
import type { Persistence, PersistenceFactory } from './persistence.ts'

/** Everything is tried twice: a person waits that long two times. Milliseconds. */
const patience = 10_000

/**
 * Opens a store, tries that twice, and opens it anew when a call fails: Safari loses connections while a page sleeps, and
 * a connection is let go where another tab deletes. What failed is done once more on the new one, which puts and deletes
 * can bear.
 *
 * A device may hang, so that no call is ever answered: by `clock` what takes too long has failed.
 */
export async function reconnecting(factory: PersistenceFactory, name: string, clock: Clock): Promise<Persistence> {
  const inTime = <T>(call: Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      call.finally(clock.after(patience, reject)).then(resolve, reject)
    })
  const open = () => inTime(factory(name))
  let opening = open().catch(open)
  await opening
  let closed = false
  const letGo = () => opening.then((store) => inTime(store.close())).catch(() => {})

  async function run<T>(call: (store: Persistence) => Promise<T>): Promise<T> {
    const mine = opening
    try {
      return await inTime(call(await mine))
    } catch (error) {
      if (closed) throw error
      // The first one of those that fail opens it for all of them.
      if (opening === mine) {
        // One that hangs is not waited for.
        void letGo()
        opening = open()
      }
      return inTime(call(await opening))
    }
  }

  return {
    get: (key) => run((store) => store.get(key)),
    list: (prefix) => run((store) => store.list(prefix)),
    write: (operations) => run((store) => store.write(operations)),
    close() {
      closed = true
      return letGo()
    },
  }
}
