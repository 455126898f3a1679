import type { Core } from '../core.ts'
import { letGoOfUpload } from '../files/end-upload.ts'
import { keep } from '../persistence/keep.ts'
import { markKey, markRemoved, takesAway } from './file-marks.ts'
import type { HeldEntry } from './ledger.ts'
import type { OpenOutbox } from './open-outbox.ts'
import { bytesKey, openKey } from './shelf.ts'

/**
 * Takes one file from a write that has not gone out. False: it is too late, or the device did not take the mark.
 *
 * Another tab may be sending it. That one deletes what says that the write is open, then looks what was taken away, then
 * sends; here the mark is written where the write is open, in one transaction. So what is marked does not go.
 */
export async function removeFile(core: Core, outbox: OpenOutbox, item: HeldEntry, index: number): Promise<boolean> {
  const { entry, durable } = item
  const { owner } = entry
  const file = entry.files[index]
  if (!file || file.removed || !takesAway(entry)) return false
  const mark = { type: 'put', key: markKey(entry, index), value: true } as const
  if (durable) {
    if (!(await keep(core, owner, [{ type: 'require', key: openKey(entry) }, mark]))) return false
  } else {
    // What lives in this page alone no other tab sends; the mark is for what reads it anew from the page's memory.
    markRemoved(outbox, item, index)
    await keep(core, owner, [mark])
  }
  markRemoved(outbox, item, index)
  item.bytes = item.bytes?.with(index, new Uint8Array())
  await keep(core, owner, [{ type: 'delete', key: bytesKey(entry, index) }])
  outbox.tell()
  // Whoever is sending it ends it after the request that is on its way.
  if (item.begun?.has(index) && !item.abort) void letGoOfUpload(core, owner, file)
  return true
}
