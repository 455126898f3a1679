import type { Core } from '../core.ts'
import { epochKey, type OpenPersistence, type Operation } from './persistence.ts'

/**
 * Writes into the store of `owner`, in one transaction. Where the device refuses, the store is opened anew, once.
 * False: it is not durable, or somebody else or nobody is signed in by now and nothing was written.
 */
export async function keep(core: Core, owner: string | undefined, operations: readonly Operation[]): Promise<boolean> {
  let lost: OpenPersistence | undefined
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const open = await core.persistence(lost)
      if (open.identity !== owner) return false
      lost = open
      if (open.durable && (await open.store.get(epochKey)) !== open.epoch) {
        // The person has logged out in another page, and this one has not heard of it.
        core.session.end()
        return false
      }
      await open.store.write(operations)
      return open.durable
    } catch {
      // Once more; nobody is known, or the device means it.
    }
  }
  return false
}
