import type { Core } from '../core.ts'
import { letGoOfUpload } from '../files/end-upload.ts'
import { keep } from '../persistence/keep.ts'
import { parseEntry } from './entry-record.ts'
import { markKey, markRemoved, takesAway } from './file-marks.ts'
import type { HeldEntry } from './ledger.ts'
import type { OpenOutbox } from './open-outbox.ts'
import { bytesKey, type Entry, entryPrefix } from './shelf.ts'

/**
 * Takes one file from a write that has not gone out. False: it is too late, or the device did not take the mark.
 *
 * Another tab may be sending it. That one marks the write as gone out, then looks what was taken away, then sends; this
 * one marks what is taken away, then looks whether the write has gone out. One of the two sees the other.
 */
export async function removeFile(core: Core, outbox: OpenOutbox, item: HeldEntry, index: number): Promise<boolean> {
  const { owner } = item.entry
  const file = item.entry.files[index]
  const gone = () => item.entry.files[index]?.removed
  if (!file || gone() || !takesAway(item.entry)) return false
  // What lives in this page alone no other tab sends.
  const { durable } = item
  const key = markKey(item.entry, index)
  if (durable && (await hasGoneOut(core, item.entry))) return false
  const marked = await keep(core, owner, [{ type: 'put', key, value: true }])
  if (durable && !marked) return false
  // Where this tab is the one that sends, it may have seen the mark by now.
  const late = !gone() && ((durable && (await hasGoneOut(core, item.entry))) || !takesAway(item.entry))
  if (late && !gone()) {
    await keep(core, owner, [{ type: 'delete', key }])
    return false
  }
  markRemoved(outbox, item, index)
  item.bytes = item.bytes?.with(index, new Uint8Array())
  await keep(core, owner, [{ type: 'delete', key: bytesKey(item.entry, index) }])
  outbox.tell()
  // Whoever is sending it ends it after the request that is on its way.
  if (!item.abort) void letGoOfUpload(core, owner, file)
  return true
}

/** As the device knows it: it was about to go, all its files are there, or it is there no more. */
async function hasGoneOut(core: Core, entry: Entry): Promise<boolean> {
  const { store } = await core.persistence()
  if (await store.get(markKey(entry, 'out'))) return true
  const files = parseEntry(await store.get(entryPrefix + entry.id))?.files
  return !files || files.every(({ uploaded }) => uploaded)
}
