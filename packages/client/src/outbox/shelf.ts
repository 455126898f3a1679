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
export const receiptPrefix = 'receipt/'
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

/** Deletes the body and, unless it was withdrawn, leaves a receipt, in one transaction. */
export function settleEntry(core: Core, entry: Entry, receipt: boolean): Promise<boolean> {
  const { id, conversation, write } = entry
  const value = { version: 1, id, kind: write.kind, conversation, at: core.clock.now() }
  return keep(core, entry.owner, [
    { type: 'delete', key: entryPrefix + id },
    ...[...entry.files, true].map((_, index): Operation => ({ type: 'delete', key: bytesKey(entry, index) })),
    ...(receipt ? [{ type: 'put', key: receiptPrefix + id, value } as const] : []),
  ])
}
