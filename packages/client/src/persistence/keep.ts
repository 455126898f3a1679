import type { Core } from '../core.ts'
import { epochKey, type OpenPersistence, type Operation } from './persistence.ts'

/**
 * Writes into the store of `owner`, in one transaction. False: the device refuses, or it is not durable, or somebody else or
 * nobody is signed in by now and nothing was written.
 */
export async function keep(core: Core, owner: string | undefined, operations: readonly Operation[]): Promise<boolean> {
  try {
    const open = await core.persistence()
    if (open.identity === owner)
      try {
        // Within the write: a page may be frozen for hours between a look and what it does then.
        await open.store.write([{ type: 'unchanged', key: epochKey, value: open.epoch }, ...operations])
        return open.durable
      } catch {
        await heedLogout(core, open)
      }
  } catch {
    // Nobody is known, or the device does not even say why.
  }
  return false
}

/**
 * Where the person has logged out in another page, this one, which had not heard of it, ends as well. A store that holds no
 * epoch where there was one was emptied by the browser, which is nobody's word.
 */
export async function heedLogout({ session }: Core, { store, epoch }: OpenPersistence): Promise<void> {
  if (((await store.get(epochKey)) ?? epoch) !== epoch) session.end()
}
