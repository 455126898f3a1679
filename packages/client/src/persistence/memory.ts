import type { Operation, Persistence, PersistenceFactory } from './persistence.ts'

/**
 * Keeps everything as long as the process lives. One factory is one device: what is opened twice under a name
 * is the same store, also after it was closed.
 */
export function memoryStorage(): PersistenceFactory {
  const stores = new Map<string, Map<string, unknown>>()
  return async (name) => {
    const pairs = stores.get(name) ?? new Map<string, unknown>()
    stores.set(name, pairs)
    return overPairs(pairs)
  }
}

function overPairs(pairs: Map<string, unknown>): Persistence {
  let closed = false
  const open = async () => {
    if (closed) throw new Error('The store is closed')
  }
  return {
    async get(key) {
      await open()
      return structuredClone(pairs.get(key))
    },
    async list(prefix) {
      await open()
      const found = [...pairs].filter(([key]) => key.startsWith(prefix))
      return structuredClone(found.sort(([a], [b]) => (a < b ? -1 : 1)))
    },
    async write(operations) {
      await open()
      // Cloning may throw: after it comes only what cannot.
      apply(pairs, structuredClone(operations))
    },
    async close() {
      closed = true
    },
  }
}

/** Applies operations in order, or refuses all of them. */
export function apply(pairs: Map<string, unknown>, operations: readonly Operation[]): void {
  for (const operation of operations) {
    const { type, key } = operation
    const there = pairs.get(key)
    if (type === 'require' && !pairs.has(key)) throw new Error(`No ${key} is there`)
    if (type === 'unchanged' && there !== undefined && there !== operation.value) throw new Error(`${key} has changed`)
  }
  for (const operation of operations) {
    if (operation.type === 'require' || operation.type === 'unchanged') continue
    if (operation.type === 'clear') {
      for (const key of [...pairs.keys()]) if (key.startsWith(operation.key)) pairs.delete(key)
    } else if (operation.type === 'delete') pairs.delete(operation.key)
    else if (operation.type === 'put' || pairs.has(operation.key)) pairs.set(operation.key, operation.value)
  }
}
