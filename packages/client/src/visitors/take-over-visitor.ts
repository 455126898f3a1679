import { mergeVisitor, newId } from '@aftercare/protocol'
import type { Core } from '../core.ts'
import { entryPrefix, receiptPrefix, withdrawnPrefix } from '../outbox/shelf.ts'
import { epochKey, type Operation, type Persistence, type StoredValue } from '../persistence/persistence.ts'
import { visitorIdentityOf, visitorKey, visitorRecordOf } from './visitor-name.ts'

export interface TakenOver {
  /** Ids of the tickets that are the person's now. */
  readonly tickets: readonly string[]
  /** Writes that had not been sent yet: they are sent as the person's, with their keys. */
  readonly unsent: number
}

const nothing: TakenOver = { tickets: [], unsent: 0 }

/** Another page may be sending: waited for that often, that long. Milliseconds. */
const looks = 60
const pause = 250

/**
 * What was done on this device as a visitor becomes the signed-in person's: tickets on the server, by the tokens of
 * both, and what waits on the device – drafts, and writes with their keys. There is no way back, and nobody asks: call
 * it when the person has said that it was them, as a device may be shared. Open pages of the visitor end: what they
 * still hold is shown as not sent. May be called again after any failure.
 *
 * Rejects with `NetworkFailure`, `SignedOut`, or a `SupportProblem`: `visitor_unknown` when the visitor became
 * another person's.
 */
export async function takeOverVisitor(core: Core): Promise<TakenOver> {
  const mine = await core.persistence()
  const visitor = visitorIdentityOf(mine.identity)
  const name = `aftercare:${core.url}:${visitor}`
  if (visitor === mine.identity) return nothing
  const store = await core.environment.storage(name).catch((error) => {
    // One that keeps what is the person's refuses just now: what the visitor has may be there all the same.
    if (mine.durable) throw error
  })
  // A device that keeps nothing has kept nothing of a visitor.
  if (!store) return nothing
  try {
    // While another page sends as the visitor, it is not known which of its writes arrive.
    for (let look = 0; look < looks; look++) {
      const done = await core.environment.locks(name, () => move(core, store, visitor, mine.identity))
      if (done) return done
      await new Promise<void>((resolve) => core.clock.after(pause, resolve))
    }
    // A frozen page keeps its lock. The server tells what is sent twice.
    return await move(core, store, visitor, mine.identity)
  } finally {
    await store.close()
    // Pages of the visitor look again and find that they have ended; pages of the person find more.
    for (const page of [name, mine.name]) {
      const channel = core.environment.channel(page, () => {})
      channel.post('changed')
      channel.close()
    }
  }
}

async function move(core: Core, store: Persistence, visitor: string, owner: string): Promise<TakenOver> {
  const mine = await core.persistence()
  const record = visitorRecordOf(await store.get(visitorKey))
  // From the disk into a page's memory: it would be gone with the page.
  if (!mine.durable && (await store.list('')).length > 0) throw new Error('The device does not keep what is moved')
  const options = { idempotencyKey: newId(core.random), owner }
  const { tickets } = record
    ? await core.call(mergeVisitor, { body: { visitorToken: record.token } }, options)
    : { tickets: [] }
  const found = await store.list('')
  const there = new Set((await mine.store.list('')).map(([key]) => key))
  const operations: Operation[] = [{ type: 'unchanged', key: epochKey, value: mine.epoch }]
  const moved: Operation[] = [{ type: 'delete', key: visitorKey }]
  let unsent = 0
  for (const [key, value] of found) {
    // Of the visitor alone: another epoch under the person's name would be the person's logout.
    if (key === visitorKey || key === epochKey || key.startsWith(withdrawnPrefix)) continue
    // A page of the person may have the place open, with nothing in it yet.
    const place = key.startsWith('draft/') ? `${key}\n${savedAt(value)}` : key
    const entry = key.startsWith(entryPrefix) && ownedBy(value, visitor)
    // Moved before, by a page that died between the two writes: the person has gone on with it since.
    const id = key.split('/')[1] ?? ''
    const before = [place, entryPrefix + id, receiptPrefix + id, withdrawnPrefix + id].some((other) => there.has(other))
    if (entry) {
      unsent += 1
      // A page of the visitor that still holds it does not send it any more.
      const word = { version: 1, at: core.clock.now() }
      moved.push({ type: 'put', key: withdrawnPrefix + key.slice(entryPrefix.length), value: word })
    }
    // It came from a store, so it can be put into one.
    if (!before)
      operations.push({ type: 'put', key: place, value: (entry ? { ...entry, owner } : value) as StoredValue })
    moved.push({ type: 'delete', key })
  }
  if (operations.length > 1) await mine.store.write(operations)
  // As by a logout, the visitor's pages end with it: what they still hold would else go as a new visitor's, and what has
  // been moved would be there twice.
  if (record || moved.length > 1) moved.push({ type: 'put', key: epochKey, value: newId(core.random) })
  // And nothing else: another page of the visitor may have queued something meanwhile.
  await store.write(moved)
  const outbox = await core.outbox()
  void outbox.drain()
  return { tickets, unsent }
}

/** An entry of whatever version, if it is the visitor's. */
function ownedBy(value: unknown, owner: string): object | undefined {
  const own = typeof value === 'object' && value !== null && 'owner' in value && value.owner === owner
  return own ? value : undefined
}

/** When a draft was kept: the same each time that it is moved. */
const savedAt = (draft: unknown): unknown =>
  typeof draft === 'object' && draft !== null && 'savedAt' in draft ? draft.savedAt : 0
