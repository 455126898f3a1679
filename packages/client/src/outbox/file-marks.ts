import type { Core } from '../core.ts'
import { letGoOfUpload } from '../files/end-upload.ts'
import { keep } from '../persistence/keep.ts'
import type { Persistence } from '../persistence/persistence.ts'
import { final, type HeldEntry, type Ledger } from './ledger.ts'
import { type Entry, entryPrefix } from './shelf.ts'

/**
 * Beside an entry lies a mark of each file that was taken away: every tab that is sending writes the entry as it knows
 * it, and nobody writes over a mark. Marks go after their entry, never before it.
 */
export const markKey = ({ id }: Entry, index: number | '') => `${markPrefix}${id}/${index}`
const markPrefix = 'outbox-mark/'

/** So often in a row a device may fail to say what other tabs have done before the entry goes all the same. */
const patience = 4

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

/** The server may hold something of these files: when the entry is withdrawn it lets go of that. */
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
    if (status !== 'cancelled') {
      // It is there no more. One that is withdrawn still is: its marks go when they are next looked at.
      return void keep(
        core,
        owner,
        files.map((_, index) => ({ type: 'delete', key: markKey(entry, index) })),
      )
    }
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

/**
 * Takes from an entry what any tab has taken from it.
 *
 * @throws Error where another tab has withdrawn all of it, or sent it, or the device does not say so
 */
export async function heedOthers(core: Core, ledger: Pick<Ledger, 'show'>, item: HeldEntry): Promise<void> {
  let there: unknown = true
  try {
    const { store } = await core.persistence()
    const prefix = markKey(item.entry, '')
    for (const [key] of await store.list(prefix)) markRemoved(ledger, item, Number(key.slice(prefix.length)))
    if (item.durable) there = await store.get(entryPrefix + item.entry.id)
    item.unheard = 0
  } catch (error) {
    // It is asked again with the next try; a device that never tells anything any more holds up nothing.
    item.unheard = (item.unheard ?? 0) + 1
    if (item.durable && item.unheard < patience) throw error
  }
  if (!there) throw finishedElsewhere()
}

export const finishedElsewhere = () =>
  new Error('Another tab has sent or withdrawn this entry: nothing is left to be done here')
