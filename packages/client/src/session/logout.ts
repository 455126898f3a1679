import { newId } from '@aftercare/protocol'
import type { Core } from '../core.ts'
import { SignedOut } from '../failure.ts'
import { entryPrefix } from '../outbox/shelf.ts'
import { epochKey, type OpenPersistence, type Operation } from '../persistence/persistence.ts'

/** A write that the server does not have yet. */
export interface UnsentEntry {
  readonly id: string
  /** `ticket`, `message`, …; undefined for one that a newer SDK has written. */
  readonly kind: string | undefined
  /** Of a ticket. */
  readonly subject: string | undefined
  /** Milliseconds since the epoch. */
  readonly createdAt: number | undefined
}

export interface LogoutOptions {
  /** Asked before anything is done, when something is unsent; `false` leaves everything as it is. */
  readonly confirm?: (unsent: readonly UnsentEntry[]) => boolean | Promise<boolean>
}

export type LogoutOutcome =
  | { readonly status: 'kept'; readonly unsent: readonly UnsentEntry[] }
  /** How many writes the server will never have. */
  | { readonly status: 'done'; readonly discarded: number }

/**
 * Ends the session and wipes what the device holds of the person: drafts, unsent writes with their files, receipts,
 * what was seen, the service definition. Other pages of the same person stop as well. Needs no network where the person
 * is known. The core is closed afterwards; whoever signs in next needs a new one. Rejects when the device does not let
 * go of what it holds, or when nobody can tell whose it is; as long as nothing is wiped the session goes on, and it may
 * be called again.
 */
export async function logout(core: Core, { confirm }: LogoutOptions = {}): Promise<LogoutOutcome> {
  const open = await core.session.identity().then(
    () => core.persistence(),
    (error) => {
      // Nobody is signed in: there is nothing under anybody's name.
      if (!(error instanceof SignedOut)) throw error
    },
  )
  const unsent = open ? await unsentOf(core, open) : []
  if (unsent.length > 0 && confirm && !(await confirm(unsent))) return { status: 'kept', unsent }
  const end = () => {
    core.session.end()
    return core.close()
  }
  await (open?.durable ? wipe(core, open.name, end) : end())
  return { status: 'done', discarded: unsent.length }
}

async function unsentOf(core: Core, { store, identity }: OpenPersistence): Promise<readonly UnsentEntry[]> {
  const kept = (await store.list(entryPrefix)).map(([key, value]) => named(key.slice(entryPrefix.length), value))
  const ids = new Set(kept.map(({ id }) => id))
  // What the device refuses lives in this page alone; where the outbox does not load, there is none.
  const entries = await core.outbox().then(
    ({ $entries }) => $entries.get(),
    () => [],
  )
  const held = entries.flatMap(({ id, createdAt, write, state }): UnsentEntry[] => {
    const over = state.status === 'acknowledged' || state.status === 'cancelled'
    if (over || ids.has(id) || identity === '') return []
    return [{ id, createdAt, kind: write.kind, subject: write.kind === 'ticket' ? write.subject : undefined }]
  })
  return [...kept, ...held]
}

function named(id: string, record: unknown): UnsentEntry {
  const { createdAt, write } = membersOf(record)
  const { kind, subject } = membersOf(write)
  return {
    id,
    kind: typeof kind === 'string' ? kind : undefined,
    subject: typeof subject === 'string' ? subject : undefined,
    createdAt: typeof createdAt === 'number' ? createdAt : undefined,
  }
}

const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {}

async function wipe({ environment, clock, random }: Core, name: string, end: () => Promise<void>): Promise<void> {
  // Loaded by now: the store was opened before.
  const { reconnecting } = await import('../persistence/reconnecting.ts')
  const store = await reconnecting(environment.storage, name, clock)
  const epoch = newId(random)
  // In one transaction: in between, another page would take what is gone for lost and send it, or write what stays.
  const word: Operation = { type: 'put', key: epochKey, value: epoch }
  // What comes after it is written where the word is the one that its page knows, or not at all.
  await store.write([{ type: 'clear', key: '' }, word])
  await end()
  const channel = environment.channel(name, () => {})
  channel.post('changed')
  channel.close()
  await store.close()
}
