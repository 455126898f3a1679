import type { Core } from '../core.ts'
import { letGoOfUpload } from '../files/end-upload.ts'
import { keep } from '../persistence/keep.ts'
import type { Persistence } from '../persistence/persistence.ts'
import { final, type HeldEntry, type Ledger } from './ledger.ts'
import { type Entry, entryPrefix } from './shelf.ts'

/**
 * Beside an entry lie marks: of each file that was taken away, and `out`, that the write may have gone out. Every tab
 * that is sending writes the entry as it knows it, and nobody writes over a mark.
 */
export const markKey = ({ id }: Entry, mark: number | 'out' | '') => `${markPrefix}${id}/${mark}`
const markPrefix = 'outbox-mark/'

/** Whether files can still be taken from it: the write itself has never gone out, as far as this tab knows. */
export const takesAway = ({ phase, files }: Entry): boolean =>
  !['sending', 'acknowledged', 'cancelled'].includes(phase.status) && !files.every(({ uploaded }) => uploaded)

/** The entry is without this file from now on; whoever is sending it hears of it. */
export function markRemoved(ledger: Pick<Ledger, 'show'>, item: HeldEntry, index: number): void {
  const file = item.entry.files[index]
  if (!file || file.removed) return
  const files = item.entry.files.with(index, { ...file, uploaded: undefined, removed: true })
  item.entry = { ...item.entry, files }
  item.$state.set({ ...item.$state.get() })
  item.removed?.(index)
  ledger.show()
}

/**
 * The server may hold something of these files: when the entry is withdrawn it lets go of that. No mark outlives the
 * entry.
 */
export function mayHaveArrived(core: Core, item: HeldEntry, ...indices: readonly number[]): void {
  const watched = item.begun
  const begun = watched ?? new Set()
  item.begun = begun
  for (const index of indices) begun.add(index)
  if (watched) return
  const stop = item.$state.listen(({ status }) => {
    if (!final(item)) return
    stop()
    const { entry } = item
    const { owner, files } = entry
    const marks = [...files.keys(), 'out' as const].map(
      (mark) => ({ type: 'delete', key: markKey(entry, mark) }) as const,
    )
    void keep(core, owner, marks)
    if (status !== 'cancelled') return
    for (const index of begun) if (files[index]) void letGoOfUpload(core, owner, files[index])
  })
}

/** Takes from all entries what any tab has taken from them; marks of entries that are no more are let go of. */
export async function takeUpMarks(store: Persistence, ledger: Ledger): Promise<void> {
  for (const [key] of await store.list(markPrefix)) {
    const [id = '', index] = key.slice(markPrefix.length).split('/')
    const item = ledger.held.get(id)
    if (item && !final(item)) markRemoved(ledger, item, Number(index))
    else if (!(await store.get(entryPrefix + id))) await store.write([{ type: 'delete', key }])
  }
}

/** Takes from an entry what any tab has taken from it. */
export async function heedRemovals(core: Core, ledger: Pick<Ledger, 'show'>, item: HeldEntry): Promise<void> {
  try {
    const { store } = await core.persistence()
    const prefix = markKey(item.entry, '')
    // The other mark is the number of no file.
    for (const [key] of await store.list(prefix)) markRemoved(ledger, item, Number(key.slice(prefix.length)))
  } catch {
    // A device that tells nothing holds up nothing.
  }
}
