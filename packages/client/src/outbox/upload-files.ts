import { headers, uploadFile } from '@aftercare/protocol'
import type { Core } from '../core.ts'
import { SupportProblem } from '../failure.ts'
import type { HeldEntry, Ledger } from './ledger.ts'
import { bytesKey, entryPrefix } from './shelf.ts'

/** A slow line needs its time: 10 MiB at 35 KB/s. Milliseconds. */
const timeout = 5 * 60_000

/** Sends the files of an entry that the server does not have yet. Sent again under its key, a file is one file. */
export async function uploadFiles(core: Core, ledger: Ledger, item: HeldEntry, signal: AbortSignal): Promise<void> {
  for (const [index, file] of item.entry.files.entries()) {
    if (file.uploaded) continue
    const bytes = item.bytes?.[index] ?? (await read(core, item, index))
    const { key, name, type } = file
    // Half a character cannot be percent-encoded.
    const wellFormed = name.replace(/\p{Surrogate}/gu, '\ufffd')
    const { fileId, sha256 } = await core.call(
      uploadFile,
      {},
      {
        bytes,
        headers: { 'Content-Type': type, [headers.fileName]: encodeURIComponent(wellFormed) },
        idempotencyKey: key,
        owner: item.entry.owner,
        timeout,
        signal,
      },
    )
    const files = item.entry.files.with(index, { key, name, type, uploaded: { fileId, sha256 } })
    item.entry = { ...item.entry, files }
    ledger.apply(item, { type: 'uploaded' })
    await ledger.keep(item)
  }
}

async function read(core: Core, { entry }: HeldEntry, index: number): Promise<Uint8Array<ArrayBuffer>> {
  const { store } = await core.persistence()
  const found = await store.get(bytesKey(entry, index))
  if (found instanceof Uint8Array) return new Uint8Array(found)
  if (!(await store.get(entryPrefix + entry.id))) throw new Error('Another tab has finished with it')
  const title = 'The bytes of an attachment are gone'
  throw new SupportProblem({ type: 'about:blank', title, status: 422, code: 'attachment_unknown' })
}
