import type { Core } from '../core.ts'
import type { OpenPersistence, Operation, StoredValue } from '../persistence/persistence.ts'
import type { EntryFile, Phase, Write } from './outbox-entry.ts'

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

const entries = 'outbox/'
const receipts = 'receipt/'
const recordKey = (entry: Entry) => `${entries}${entry.id}`
/** By position: an upload's key may be renewed, its bytes stay. */
const bytesKey = (entry: Entry, index: number) => `outbox-file/${entry.id}/${index}`

/** Receipts are kept as long as the server keeps its idempotency records. Milliseconds. */
const receiptTime = 45 * 24 * 60 * 60 * 1000

/** Entries and receipts as they lie on the device. */
export interface Shelf {
  /** Entries of the signed-in person that this version can read; newer ones are left untouched. */
  load(open: OpenPersistence): Promise<readonly Entry[]>
  /** Keeps an entry, with its bytes when they are given. False: not durable. */
  put(entry: Entry, bytes?: readonly Uint8Array<ArrayBuffer>[], also?: readonly Operation[]): Promise<boolean>
  bytes(entry: Entry, index: number): Promise<unknown>
  /** Deletes the body and, unless it was cancelled, leaves a receipt, in one transaction. */
  settle(entry: Entry, receipt: boolean): Promise<boolean>
  hasReceipt(entry: Entry): Promise<boolean>
}

export function createShelf(core: Core): Shelf {
  /** Refused: reopened once; refused again, or somebody else's store by now: not durable. */
  async function write(owner: string | undefined, operations: readonly Operation[]): Promise<boolean> {
    try {
      const open = await core.persistence()
      if (open.identity !== owner) return false
      try {
        await open.store.write(operations)
        return open.durable
      } catch {
        const reopened = await core.persistence(open)
        if (reopened.identity !== owner) return false
        await reopened.store.write(operations)
        return reopened.durable
      }
    } catch {
      return false
    }
  }

  return {
    async load({ store }) {
      const found = await store.list(entries)
      const old = core.clock.now() - receiptTime
      const spent = (await store.list(receipts)).filter(([, value]) => isReceipt(value) && value.at < old)
      if (spent.length > 0) await store.write(spent.map(([key]) => ({ type: 'delete', key })))
      if (found.length === 0) return []
      // What comes from the disk is checked as strictly as what comes from the network.
      const { parseEntry } = await import('./entry-record.ts')
      return found.flatMap(([, value]) => parseEntry(value) ?? [])
    },
    put(entry, bytes = [], also = []) {
      return write(entry.owner, [
        { type: 'put', key: recordKey(entry), value: { version: 1, ...entry } as unknown as StoredValue },
        ...bytes.map((value, index): Operation => ({ type: 'put', key: bytesKey(entry, index), value })),
        ...also,
      ])
    },
    bytes: async (entry, index) => (await core.persistence()).store.get(bytesKey(entry, index)),
    settle(entry, receipt) {
      const {
        id,
        conversation,
        write: { kind },
      } = entry
      const value = { version: 1, id, kind, conversation, at: core.clock.now() }
      return write(entry.owner, [
        { type: 'delete', key: recordKey(entry) },
        ...entry.files.map((_, index): Operation => ({ type: 'delete', key: bytesKey(entry, index) })),
        ...(receipt ? [{ type: 'put', key: `${receipts}${id}`, value } as const] : []),
      ])
    },
    hasReceipt: async ({ id }) => isReceipt(await (await core.persistence()).store.get(`${receipts}${id}`)),
  }
}

function isReceipt(value: unknown): value is { readonly at: number } {
  return typeof value === 'object' && value !== null && 'at' in value && typeof value.at === 'number'
}
