import type { Core } from '../core.ts'
import { keep } from '../persistence/keep.ts'
import type { Operation, StoredValue } from '../persistence/persistence.ts'
import type { EntryFile, Phase, Write } from './outbox-entry.ts'
import type { StoredFile } from './submission.ts'

/** A write on its way. */
export interface Entry {
  /** The ticket's or message's id, and the idempotency key; made once. */
  readonly id: string
  /** Whose it is; unknown only while nobody could be asked. */
  readonly owner: string | undefined
  readonly conversation: string
  readonly createdAt: number
  /** Ascending within a conversation, also when the clock goes back. */
  readonly order: number
  /** When the server first answered to it, by the server's time. */
  readonly firstAnswerAt?: number | undefined
  readonly write: Write
  readonly files: readonly EntryFile[]
  readonly phase: Phase
}

export const entryPrefix = 'outbox/'
/** One of these lies where an entry was that is finished with: it was sent, or withdrawn. */
export const receiptPrefix = 'receipt/'
export const withdrawnPrefix = 'withdrawn/'
/** By position: an upload's key may be renewed, its bytes stay. */
export const bytesKey = (entry: Entry, index: number) => `outbox-file/${entry.id}/${index}`
/** Behind the bytes of the files lies a `true` until the write may have gone out: as long as one can be taken from it. */
export const openKey = (entry: Entry) => bytesKey(entry, entry.files.length)

/**
 * Keeps an entry, in one transaction with `also`. With `bytes` it is a new one; without, it is only put in place of
 * what is there: another tab may have finished with it since. False: not durable.
 */
export function putEntry(
  core: Core,
  entry: Entry,
  bytes?: readonly StoredFile['bytes'][],
  also: readonly Operation[] = [],
): Promise<boolean> {
  // An entry is JSON; the type of a problem document alone does not say so.
  const record = { version: 1, ...entry } as unknown as StoredValue
  return keep(core, entry.owner, [
    { type: bytes ? 'put' : 'replace', key: entryPrefix + entry.id, value: record },
    ...(bytes ? [...bytes, true] : []).map(
      (value, index): Operation => ({ type: 'put', key: bytesKey(entry, index), value }),
    ),
    ...also,
  ])
}

/** Deletes the body and leaves a receipt, or the word that it was withdrawn, in one transaction. */
export async function settleEntry(core: Core, entry: Entry, receipt: boolean): Promise<void> {
  const body = [...entry.files, true].map((_, index) => bytesKey(entry, index))
  const gone = [entryPrefix + entry.id, ...body].map((key): Operation => ({ type: 'delete', key }))
  const key = (receipt ? receiptPrefix : withdrawnPrefix) + entry.id
  const left: Operation = { type: 'put', key, value: { version: 1, at: core.clock.now() } }
  // A device that is full takes deletions, and has room after them; one that lost its connection may have it again.
  for (const some of [[...gone, left], gone, [left], [left]])
    if ((await keep(core, entry.owner, some)) && some.includes(left)) return
}
