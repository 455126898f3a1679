import type { Core } from '../core.ts'
import { takesAway } from '../outbox/file-marks.ts'
import { final } from '../outbox/ledger.ts'
import type { OpenOutbox } from '../outbox/open-outbox.ts'
import { removeFile } from '../outbox/remove-file.ts'
import type { WaitingFiles } from './waiting-files.ts'

export async function openWaitingFiles(core: Core): Promise<WaitingFiles> {
  // The outbox is the one that `createCore` opens.
  const outbox = (await core.outbox()) as OpenOutbox
  return {
    of(id) {
      const entry = outbox.held.get(id)?.entry
      if (!entry || !takesAway(entry)) return []
      return entry.files.flatMap(({ name, size, removed }, index) => (removed ? [] : { index, name, size }))
    },
    removed(id) {
      const item = outbox.held.get(id)
      if (!item || final(item)) return []
      return item.entry.files.flatMap(({ removed }, index) => (removed ? [index] : []))
    },
    async remove(id, index) {
      const item = outbox.held.get(id)
      return !!item && removeFile(core, outbox, item, index).catch(() => false)
    },
  }
}
