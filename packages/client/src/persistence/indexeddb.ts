import type { Persistence, PersistenceFactory } from './persistence.ts'

/**
 * One database per name, one object store in it.
 *
 * Why not idb-keyval: the connection it hides can be neither closed (a change of user, another tab that wants
 * to delete) nor given up (Safari loses it while a page sleeps), and it offers no strict durability.
 */
export function indexedDbStorage(factory: IDBFactory): PersistenceFactory {
  return async (name) => {
    const connection = await connect(factory, name)
    let closed = false
    const running = new Set<Promise<unknown>>()

    function run<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => () => T): Promise<T> {
      if (closed) return Promise.reject(new Error('The store is closed'))
      const promise = transact(connection, mode, work)
      running.add(promise)
      const done = () => running.delete(promise)
      promise.then(done, done)
      return promise
    }

    return {
      get: (key) =>
        run('readonly', (store) => {
          const request = store.get(key)
          return () => request.result as unknown
        }),
      list: (prefix) =>
        run('readonly', (store) => {
          const range = under(prefix)
          const keys = store.getAllKeys(range)
          const values = store.getAll(range)
          return () => keys.result.map((key, index): [string, unknown] => [String(key), values.result[index]])
        }),
      write: (operations) =>
        run('readwrite', (store) => {
          for (const operation of operations) {
            const { type, key } = operation
            if (type === 'delete') store.delete(key)
            else if (type === 'clear') store.delete(under(key))
            else if (type === 'put') store.put(operation.value, key)
            else {
              const there = store.openCursor(key)
              there.onsuccess = () => {
                const cursor = there.result
                if (type === 'replace') cursor?.update(operation.value)
                else if (type === 'require' ? !cursor : cursor && cursor.value !== operation.value)
                  store.transaction.abort()
              }
            }
          }
          return () => undefined
        }),
      async close() {
        closed = true
        await Promise.allSettled(running)
        connection.close()
      },
    } satisfies Persistence
  }
}

const storeName = 'pairs'

/** All keys that begin so. */
const under = (prefix: string) => IDBKeyRange.bound(prefix, `${prefix}\uffff`)

function connect(factory: IDBFactory, name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    // Throws where there is no IndexedDB, in a program for one.
    const request = factory.open(name, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(storeName)
    request.onerror = () => reject(request.error)
    request.onsuccess = () => {
      const database = request.result
      // Another tab wants to delete or upgrade: let it.
      database.onversionchange = () => database.close()
      resolve(database)
    }
  })
}

function transact<T>(
  database: IDBDatabase,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => () => T,
): Promise<T> {
  return new Promise((resolve, reject) => {
    // `strict`: complete means on the disk, not in a cache of the operating system.
    const transaction = database.transaction(storeName, mode, { durability: 'strict' })
    transaction.oncomplete = () => resolve(result())
    transaction.onabort = () => reject(transaction.error)
    let result: () => T
    try {
      result = work(transaction.objectStore(storeName))
    } catch (error) {
      // A value that cannot be stored: nothing of this transaction may stay.
      transaction.abort()
      reject(error)
    }
  })
}
