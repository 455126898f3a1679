import type { Core } from '../core.ts'
import type { OpenPersistence } from '../persistence/persistence.ts'
import { parseEntry } from './entry-record.ts'
import { mayHaveArrived, takeUpMarks } from './file-marks.ts'
import { final, type HeldEntry, type Ledger } from './ledger.ts'
import type { OutboxEvent } from './outbox-entry.ts'
import { readBack } from './read-back.ts'
import { receiptPrefix } from './shelf.ts'

/** Receipts are kept as long as the server keeps its idempotency records. Milliseconds. */
const receiptTime = 45 * 24 * 60 * 60 * 1000
/** The newest are kept whatever the clock says: one that runs years ahead must not make another tab forget. */
const alwaysKept = 100

/**
 * Takes up what the device holds: from the last time, or from another tab. `found` are its records, `gone` the
 * entries of this page that are there no more. What this version cannot read stays as it is.
 */
export async function takeUp(
  core: Core,
  ledger: Ledger,
  open: OpenPersistence,
  found: readonly unknown[],
  gone: readonly HeldEntry[],
): Promise<void> {
  const now = core.clock.now()
  for (const value of found) {
    // What comes from the disk is checked as strictly as what comes from the network.
    const entry = parseEntry(value)
    const item = entry && ledger.held.get(entry.id)
    // What this page knows of an entry is newer than what it has written down.
    if (!entry || (item && (item.abort || final(item) || !item.kept))) continue
    if (item) item.entry = entry
    const mine = item ?? ledger.add(entry, open.durable)
    // Who knows what an earlier page has sent of it.
    mayHaveArrived(core, mine, ...entry.files.keys())
    ledger.apply(mine, { type: 'resumed', now })
  }
  if ([...ledger.held.values()].some(({ entry }) => entry.files.length > 0)) await takeUpMarks(open.store, ledger)
  for (const item of gone) {
    if (item.abort || final(item)) continue
    // Another tab has finished with it: sent, or withdrawn.
    const receipt = await open.store.get(receiptPrefix + item.entry.id)
    const event: OutboxEvent = receipt
      ? { type: 'answered', result: await readBack(core, item.entry), differs: false }
      : { type: 'cancel' }
    ledger.apply(item, event)
  }
  const receipts = (await open.store.list(receiptPrefix)).map(([key, value]) => ({ key, at: receivedAt(value) }))
  const old = receipts
    .sort((one, other) => other.at - one.at)
    .slice(alwaysKept)
    .filter(({ at }) => at < now - receiptTime)
  if (old.length > 0) await open.store.write(old.map(({ key }) => ({ type: 'delete', key })))
}

function receivedAt(value: unknown): number {
  const at = typeof value === 'object' && value !== null && 'at' in value ? value.at : undefined
  return typeof at === 'number' ? at : Infinity
}
