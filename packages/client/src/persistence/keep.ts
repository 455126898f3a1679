import type { Core } from '../core.ts'
import { epochKey, type OpenPersistence, type Operation } from './persistence.ts'

/**
 * Writes into the store of `owner`, in one transaction. False: the device refuses, or it is not durable, or somebody else or
 * nobody is signed in by now and nothing was written.
 */
export async function keep(core: Core, owner: string | undefined, operations: readonly Operation[]): Promise<boolean> {
  try {
    const open = await core.persistence()
    if (open.identity !== owner || (await loggedOut(core, open))) return false
    await open.store.write(operations)
    return open.durable
  } catch {
    return false
  }
}

/**
 * Whether the person has logged out in another page: then this one, which had not heard of it, ends as well. A store that
 * holds no epoch where there was one was emptied by the browser, which is nobody's word.
 */
export async function loggedOut({ session }: Core, { store, epoch }: OpenPersistence): Promise<boolean> {
  const over = ((await store.get(epochKey)) ?? epoch) !== epoch
  if (over) session.end()
  return over
}
