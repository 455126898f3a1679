import type { Principal } from '../identity/principal.ts'
import type { Queryable } from '../storage/prepared.ts'
import { bytesOfPerson, bytesOfVisitors } from './quota-store.ts'

/** Bytes one person may have lying about that belong to no ticket yet, with those that are announced. */
const unusedQuota = 200 * 1024 * 1024
/** Nobody vouches for a visitor, and whoever is let in once is let in again: two of the largest files. */
const visitorQuota = 20 * 1024 * 1024

/**
 * How many more bytes the caller may bring before some of them join a ticket.
 *
 * @param visitorsQuota bytes that a tenant's visitors may have lying about together
 */
export async function roomOf(db: Queryable, principal: Principal, visitorsQuota: number): Promise<number> {
  const { tenant, side, id: uploader } = principal
  const isVisitor = principal.side === 'requester' && principal.visitor
  const ownRoom = (isVisitor ? visitorQuota : unusedQuota) - (await sum(bytesOfPerson))
  // Whoever makes ever new visitors has ever new quotas, and all of them share this one.
  return isVisitor && ownRoom > 0 ? Math.min(ownRoom, visitorsQuota - (await sum(bytesOfVisitors))) : ownRoom

  async function sum(parts: typeof bytesOfPerson | typeof bytesOfVisitors): Promise<number> {
    let bytes = 0
    for (const part of parts) bytes += Number((await part(db, { tenant, side, uploader }))[0]?.bytes ?? 0)
    return bytes
  }
}
