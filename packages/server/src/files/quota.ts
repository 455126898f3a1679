import type { Principal } from '../identity/principal.ts'
import type { Queryable } from '../storage/prepared.ts'
import { unusedBytes } from './store.ts'
import { announcedBytes } from './upload-store.ts'

/** Bytes one person may have lying about that belong to no ticket yet, with those that are announced. */
const unusedQuota = 200 * 1024 * 1024
/** Nobody vouches for a visitor, and whoever is let in once is let in again: two of the largest files. */
const visitorQuota = 20 * 1024 * 1024

/** How many more bytes the caller may bring before some of them join a ticket. */
export async function roomOf(db: Queryable, principal: Principal): Promise<number> {
  const { tenant, side, id: uploader } = principal
  const quota = principal.side === 'requester' && principal.visitor ? visitorQuota : unusedQuota
  const [unused] = await unusedBytes(db, { tenant, side, uploader })
  const [announced] = await announcedBytes(db, { tenant, side, uploader })
  return quota - Number(unused?.bytes ?? 0) - Number(announced?.bytes ?? 0)
}
