import type { Core } from '../core.ts'
import { keep } from '../persistence/keep.ts'
import type { OpenPersistence, StoredValue } from '../persistence/persistence.ts'
import { parseEntry } from './entry-record.ts'
import { mayHaveArrived, takeUpMarks } from './file-marks.ts'
import { final, type HeldEntry, type Ledger } from './ledger.ts'
import type { OutboxEvent } from './outbox-entry.ts'
import { readBack } from './read-back.ts'
import { entryPrefix, receiptPrefix, withdrawnPrefix } from './shelf.ts'
import type { OutboxState } from './submission.ts'

/** Words of what is finished with are kept as long as the server keeps its idempotency records. Milliseconds. */
const wordTime = 45 * 24 * 60 * 60 * 1000
/** What could not be read back a moment ago is left alone for so long, whatever other tabs say. Milliseconds. */
const unreadTime = 30_000
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
    // Another tab wants it to wait: no effect while the write itself is on its way.
    if (entry?.phase.status === 'paused' && item?.abort) item.submission.pause()
    // What this page knows of an entry is newer than what it has written down.
    if (!entry || (item && (item.abort || final(item) || !item.kept))) continue
    if (item) item.entry = entry
    const mine = item ?? ledger.add(entry, open.durable)
    // Who knows what an earlier page has sent of it.
    mayHaveArrived(core, mine, ...entry.files.keys())
    // Two pages that are both refused would else wake each other for ever.
    if (mine.blocked && entry.phase.status === 'blocked_auth') ledger.show()
    else ledger.apply(mine, { type: 'resumed', now })
  }
  if ([...ledger.held.values()].some(({ entry }) => entry.files.length > 0)) await takeUpMarks(open.store, ledger)
  for (const item of gone) {
    const { status } = item.entry.phase
    if (item.abort || status === 'acknowledged') continue
    // Nothing is put back of what was withdrawn: it is only asked whether another tab had it on its way already.
    const left = (await leftOf(core, open, item)) ?? (status === 'cancelled' ? 'gone' : await putBack(core, open, item))
    if (left === 'unread' || left === 'gone') continue
    if (left) ledger.apply(item, left)
    else item.$state.set({ ...item.$state.get(), durable: item.durable } as OutboxState<unknown>)
  }
  const lists = await Promise.all([receiptPrefix, withdrawnPrefix].map((prefix) => open.store.list(prefix)))
  const words = lists.flat().map(([key, value]) => ({ key, at: leftAt(value) }))
  const old = words
    .sort((one, other) => other.at - one.at)
    .slice(alwaysKept)
    .filter(({ at }) => at < now - wordTime)
  if (old.length > 0) await open.store.write(old.map(({ key }) => ({ type: 'delete', key })))
}

/**
 * What another tab has left where an entry was: it has sent or withdrawn it. Nothing, where the device has lost it.
 * `unread`: it was sent, and the server does not say what came of it.
 */
async function leftOf(
  core: Core,
  { store }: OpenPersistence,
  item: HeldEntry,
): Promise<OutboxEvent | 'unread' | undefined> {
  const { entry, unreadAt = -Infinity } = item
  if (await store.get(receiptPrefix + entry.id)) {
    if (Math.abs(core.clock.now() - unreadAt) < unreadTime) return 'unread'
    try {
      return { type: 'answered', result: await readBack(core, entry), differs: false }
    } catch {
      // The others are looked at all the same; and two pages that are both refused would else wake each other for ever.
      item.unreadAt = core.clock.now()
      return 'unread'
    }
  }
  return (await store.get(withdrawnPrefix + entry.id)) ? { type: 'cancel' } : undefined
}

/** Keeps again what the device has lost, as far as this page holds it: the bytes of files are gone. */
async function putBack(core: Core, open: OpenPersistence, item: HeldEntry): ReturnType<typeof leftOf> {
  const { entry } = item
  const key = entryPrefix + entry.id
  const value = { version: 1, ...entry } as unknown as StoredValue
  item.durable = await keep(core, entry.owner, [{ type: 'put', key, value }])
  // Looked at once more: whoever has finished with it since has either left a word by now or deletes this as well.
  const left = await leftOf(core, open, item)
  if (left) await keep(core, entry.owner, [{ type: 'delete', key }])
  return left
}

function leftAt(value: unknown): number {
  const at = typeof value === 'object' && value !== null && 'at' in value ? value.at : undefined
  return typeof at === 'number' ? at : Infinity
}
