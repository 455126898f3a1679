import { newId } from '@aftercare/protocol'
import type { Core } from '../core.ts'
import { SupportProblem } from '../failure.ts'
import { uploadFile } from '../files/upload.ts'
import type { HeldEntry, Ledger } from './ledger.ts'
import type { EntryFile } from './outbox-entry.ts'
import { bytesKey, entryPrefix } from './shelf.ts'

/** Files of one entry that are sent at the same time. */
const atOnce = 3

/** Sends the files of an entry that the server does not have yet. Each goes on where it was cut. */
export async function uploadFiles(core: Core, ledger: Ledger, item: HeldEntry, signal: AbortSignal): Promise<void> {
  const { files } = item.entry
  const left = [...files.keys()].filter((index) => !files[index]?.uploaded)
  const sent = files.map(({ uploaded, size = 0 }) => (uploaded ? size : 0))
  const size = files.reduce((sum, file) => sum + (file.size ?? 0), 0)
  // One that fails ends the others, so that nothing of this try is left running.
  const abort = new AbortController()
  const stop = () => abort.abort()
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()

  const put = (index: number, more: Partial<EntryFile>) => {
    const file = item.entry.files[index]
    if (file) item.entry = { ...item.entry, files: item.entry.files.with(index, { ...file, ...more }) }
  }
  const show = (index: number, bytes: number) => {
    sent[index] = bytes
    const state = item.$state.get()
    if (state.status !== 'uploading' || size === 0) return
    // How far it is is shown and nothing more: no state begins or ends with it.
    item.$state.set({ ...state, sent: sent.reduce((sum, some) => sum + some, 0), size })
    ledger.show()
  }

  async function one(index: number): Promise<void> {
    const file = item.entry.files[index]
    if (!file) return
    const { name, type, key } = file
    const bytes = item.bytes?.[index] ?? (await read(core, item, index))
    const options = { owner: item.entry.owner, signal: abort.signal }
    const send = (idempotencyKey: string) =>
      uploadFile(core, { name, type, bytes }, { ...options, idempotencyKey }, (bytes) => show(index, bytes))
    const uploaded = await send(key).catch(async (error: unknown) => {
      // What was sent of it has expired there: it goes again from its beginning.
      if (!(error instanceof SupportProblem && error.code === 'not_found')) throw error
      const key = newId(core.random)
      put(index, { key })
      await ledger.keep(item)
      return send(key)
    })
    put(index, { uploaded })
    ledger.apply(item, { type: 'uploaded' })
    show(index, bytes.byteLength)
    await ledger.keep(item)
  }
  async function some(): Promise<void> {
    for (let index = left.shift(); index !== undefined; index = left.shift()) await one(index)
  }

  try {
    const lines = Array.from({ length: atOnce }, () => some().catch(failed))
    let failure: { readonly reason: unknown } | undefined
    function failed(reason: unknown): void {
      failure ??= { reason }
      left.length = 0
      stop()
    }
    await Promise.all(lines)
    if (failure) throw failure.reason
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

async function read(core: Core, { entry }: HeldEntry, index: number): Promise<Uint8Array<ArrayBuffer>> {
  const { store } = await core.persistence()
  const found = await store.get(bytesKey(entry, index))
  if (found instanceof Uint8Array) return new Uint8Array(found)
  if (!(await store.get(entryPrefix + entry.id))) throw new Error('Another tab has it')
  const title = 'The attachment is gone'
  throw new SupportProblem({ type: 'about:blank', title, status: 422, code: 'attachment_unknown' })
}
