import type { Core } from '../core.ts'
import { epochKey, type Operation } from './persistence.ts'

/**
 * Writes into the store of `owner`, in one transaction. False: the device refuses, or it is not durable, or somebody else or
 * nobody is signed in by now and nothing was written.
 */
export async function keep(core: Core, owner: string | undefined, operations: readonly Operation[]): Promise<boolean> {
  try {
    const open = await core.persistence()
    if (open.identity !== owner) return false
    if (open.durable && (await open.store.get(epochKey)) !== open.epoch) {
      // The person has logged out in another page, and this one has not heard of it.
      core.session.end()
      return false
    }
    await open.store.write(operations)
    return open.durable
  } catch {
    return false
  }
}
