import { newId } from '@aftercare/protocol'
import type { Core } from '../core.ts'
import { SupportProblem } from '../failure.ts'
import { letGoOfUpload } from '../files/end-upload.ts'
import { uploadFile } from '../files/upload.ts'
import { keep } from '../persistence/keep.ts'
import { finishedElsewhere, heedOthers, mayHaveArrived, takeUpMarks } from './file-marks.ts'
import type { HeldEntry, Ledger } from './ledger.ts'
import type { EntryFile } from './outbox-entry.ts'
import { bytesKey, entryPrefix, openKey } from './shelf.ts'

/** How often a tab that sends files says that it lives: others would take its lock for a dead one's. Milliseconds. */
const pulse = 15_000
/** Files of one entry that are sent at the same time. */
const atOnce = 3

/**
 * Sends the files of an entry that the server does not have yet. Each goes on where it was cut; one that is taken away
 * meanwhile is ended. When this resolves, the device knows that the entry may go out.
 */
export async function uploadFiles(core: Core, ledger: Ledger, item: HeldEntry, signal: AbortSignal): Promise<void> {
  const missing = (): number[] => [...item.entry.files.keys()].filter((index) => !item.entry.files[index]?.uploaded)
  /** Those that the phase counts. */
  const counted = new Set(missing())
  // A device that tells nothing holds up nothing.
  await core
    .persistence()
    .then(({ store }) => takeUpMarks(store, ledger))
    .catch(() => {})
  const left = missing()
  const running = new Map<number, AbortController>()
  const sent = item.entry.files.map(({ uploaded, size = 0 }) => (uploaded ? size : 0))
  // One that fails ends the others, so that nothing of this try is left running.
  let stopped = false
  const stop = () => {
    stopped = true
    for (const abort of running.values()) abort.abort()
  }
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()

  const put = (index: number, more: Partial<EntryFile>) => {
    const file = item.entry.files[index]
    if (file) item.entry = { ...item.entry, files: item.entry.files.with(index, { ...file, ...more }) }
  }
  const sumOf = (bytes: (file: EntryFile, index: number) => number) =>
    item.entry.files.reduce((sum, file, index) => (file.removed ? sum : sum + bytes(file, index)), 0)
  let said = core.clock.now()
  const show = (index: number, bytes: number) => {
    if (Math.abs(core.clock.now() - said) >= pulse) {
      said = core.clock.now()
      ledger.changed()
    }
    sent[index] = bytes
    const state = item.$state.get()
    const size = sumOf((file) => file.size ?? 0)
    if (state.status !== 'uploading' || size === 0) return
    // How far it is is shown and nothing more: no state begins or ends with it.
    item.$state.set({ ...state, sent: sumOf((_, at) => sent[at] ?? 0), size })
    ledger.show()
  }
  const removed = (index: number) => item.entry.files[index]?.removed === true
  item.removed = (index) => {
    const abort = running.get(index)
    if (abort) abort.abort()
    else if (!left.includes(index)) left.push(index)
    show(index, 0)
  }

  async function upload(index: number, signal: AbortSignal): Promise<EntryFile['uploaded']> {
    const file = item.entry.files[index]
    if (!file || file.removed) return []
    const { name, type, key } = file
    const bytes = item.bytes?.[index] ?? (await read(core, item, index))
    const options = { owner: item.entry.owner, signal }
    mayHaveArrived(core, item, index)
    const send = (idempotencyKey: string) =>
      uploadFile(core, { name, type, bytes }, { ...options, idempotencyKey }, (bytes) => show(index, bytes))
    return send(key).catch(async (error: unknown) => {
      if (!(error instanceof SupportProblem && error.code === 'not_found')) throw error
      // Another tab may have ended it.
      await heedOthers(core, ledger, item)
      if (removed(index)) return []
      // What was sent of it has expired there: it goes again from its beginning.
      const key = newId(core.random)
      put(index, { key })
      await ledger.keep(item)
      return send(key)
    })
  }
  async function one(index: number): Promise<void> {
    const abort = new AbortController()
    running.set(index, abort)
    if (stopped) abort.abort()
    let uploaded: EntryFile['uploaded']
    try {
      uploaded = await upload(index, abort.signal)
    } catch (error) {
      if (stopped) throw error
      await heedOthers(core, ledger, item)
      if (!removed(index)) throw error
    }
    running.delete(index)
    const file = item.entry.files[index]
    if (!file) return
    if (file.removed) {
      uploaded = []
      if (item.begun?.delete(index)) void letGoOfUpload(core, item.entry.owner, file)
    }
    put(index, { uploaded })
    if (counted.delete(index)) ledger.apply(item, { type: 'uploaded' })
    show(index, file.removed ? 0 : (file.size ?? 0))
    await ledger.keep(item)
  }
  async function some(): Promise<void> {
    for (let index = left.shift(); index !== undefined; index = left.shift()) await one(index)
  }

  let failure: { readonly reason: unknown } | undefined
  function failed(reason: unknown): void {
    failure ??= { reason }
    left.length = 0
    stop()
  }
  try {
    do {
      await Promise.all(Array.from({ length: atOnce }, () => some().catch(failed)))
      if (failure) throw failure.reason
      // All are there, and the device is told before it is asked: whoever takes one away from now on is refused. It
      // is told by a deletion, which a device that is full takes as well.
      await keep(core, item.entry.owner, [{ type: 'delete', key: openKey(item.entry) }])
      await heedOthers(core, ledger, item)
    } while (left.length > 0)
  } finally {
    signal.removeEventListener('abort', stop)
    item.removed = undefined
  }
}

async function read(core: Core, { entry }: HeldEntry, index: number): Promise<Uint8Array<ArrayBuffer>> {
  const { store } = await core.persistence()
  const found = await store.get(bytesKey(entry, index))
  if (found instanceof Uint8Array) return new Uint8Array(found)
  if (!(await store.get(entryPrefix + entry.id))) throw finishedElsewhere()
  const title = `The bytes of "${entry.files[index]?.name}" are no longer on this device: attach the file again`
  throw new SupportProblem({ type: 'about:blank', title, status: 422, code: 'attachment_unknown' })
}
