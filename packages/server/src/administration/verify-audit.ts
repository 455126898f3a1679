import { auditHash, auditMac, chainStart } from '../journal/audit-chain.ts'
import { auditCounters, auditEntriesAfter } from '../journal/store.ts'
import type { Journal } from '../journal/write.ts'
import { AdministrationError } from './administration-error.ts'

export type AuditVerdict =
  | { readonly status: 'intact'; readonly entries: number }
  /** `at` is the place of the first entry that does not hold; `reason` says what about it. */
  | { readonly status: 'broken'; readonly at: number; readonly reason: 'missing' | 'changed' | 'forged' | 'cut_off' }

const stretch = 1000

/**
 * Walks a tenant's audit chain from its beginning: no entry is missing, none was changed, each was written by
 * somebody who had the key, and the newest is the one the counters know.
 *
 * @throws AdministrationError `not_found` (the tenant)
 */
export async function verifyAudit(
  { database, auditKey }: Pick<Journal, 'database' | 'auditKey'>,
  tenant: string,
): Promise<AuditVerdict> {
  // First, so that what is appended during the walk is not taken for a fault.
  const [end] = await auditCounters(database.reader, { tenant })
  if (!end) throw new AdministrationError('not_found', `There is no tenant "${tenant}"`)
  let previous = chainStart
  let seq = 0
  while (seq < end.audit_seq) {
    const entries = await auditEntriesAfter(database.reader, { tenant, seq, limit: stretch })
    if (entries.length === 0) return { status: 'broken', at: seq + 1, reason: 'cut_off' }
    for (const entry of entries) {
      if (seq === end.audit_seq) break
      seq++
      if (entry.seq !== seq) return { status: 'broken', at: seq, reason: 'missing' }
      const hash = auditHash(entry, previous)
      if (entry.previous_hash !== previous || entry.hash !== hash)
        return { status: 'broken', at: seq, reason: 'changed' }
      if (entry.mac !== auditMac(auditKey, hash)) return { status: 'broken', at: seq, reason: 'forged' }
      previous = hash
    }
  }
  return previous === end.audit_head
    ? { status: 'intact', entries: seq }
    : { status: 'broken', at: seq, reason: 'cut_off' }
}
