import type { Persistence, PersistenceFactory } from './persistence.ts'

/**
 * Opens a store, tries that twice, and opens it anew when a call fails: Safari loses connections while a page sleeps, and
 * a connection is let go where another tab deletes. What failed is done once more on the new one, which puts and deletes
 * can bear.
 */
export async function reconnecting(factory: PersistenceFactory, name: string): Promise<Persistence> {
  let opening = factory(name).catch(() => factory(name))
  await opening
  let closed = false

  async function run<T>(call: (store: Persistence) => Promise<T>): Promise<T> {
    const mine = opening
    try {
      return await call(await mine)
    } catch (error) {
      if (closed) throw error
      // The first one of those that fail opens it for all of them.
      if (opening === mine) {
        opening = mine
          .then((store) => store.close())
          .catch(() => {})
          .then(() => factory(name))
      }
      return call(await opening)
    }
  }

  return {
    get: (key) => run((store) => store.get(key)),
    list: (prefix) => run((store) => store.list(prefix)),
    write: (operations) => run((store) => store.write(operations)),
    clear: () => run((store) => store.clear()),
    async close() {
      closed = true
      await opening.then(
        (store) => store.close(),
        () => {},
      )
    },
  }
}
