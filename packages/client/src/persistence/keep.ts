import type { Core } from '../core.ts'
import type { OpenPersistence, Operation } from './persistence.ts'

/**
 * Writes into the store of `owner`, in one transaction. Where the device refuses, the store is opened anew, once.
 * False: it is not durable, or somebody else is signed in by now and nothing was written.
 */
export async function keep(core: Core, owner: string | undefined, operations: readonly Operation[]): Promise<boolean> {
  let lost: OpenPersistence | undefined
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const open = await core.persistence(lost)
      if (open.identity !== owner) return false
      lost = open
      await open.store.write(operations)
      return open.durable
    } catch {
      // Once more; nobody is known, or the device means it.
    }
  }
  return false
}
