import type { Ticket } from '@aftercare/protocol'
import { atom, onMount, type ReadableAtom } from 'nanostores'
import type { Core } from '../core.ts'
import type { Channel } from '../environment.ts'
import { keep } from '../persistence/keep.ts'

/** What the person has seen of tickets, by their last change. Instants as on the wire. */
export interface SeenState {
  /** What had changed by then, when this device began to look, is no news; undefined: it has not begun. */
  readonly since: string | undefined
  readonly tickets: ReadonlyMap<string, string>
}

/** Which tickets the person has seen as they are now: kept on this device for each person, and shared with other tabs. */
export interface Seen {
  /** Undefined until the device was asked. */
  readonly $state: ReadableAtom<SeenState | undefined>
  /** The person looks at the ticket as it is now. */
  mark(ticket: Ticket): Promise<void>
  /** From here on changes are news: the device looks at tickets for the first time. */
  begin(tickets: readonly Ticket[]): Promise<void>
}

/** Something has happened to the ticket since the person looked at it; that one raised it oneself is no news. */
export function isNews(seen: SeenState | undefined, { id, createdAt, updatedAt }: Ticket): boolean {
  if (seen?.since === undefined || updatedAt === createdAt) return false
  const known = seen.tickets.get(id)
  return updatedAt > (known !== undefined && known > seen.since ? known : seen.since)
}

const prefix = 'seen/'
const sinceKey = 'seen/since'

export const seen = (core: Core): Seen => core.column(column)

function column(core: Core): Seen {
  const $state = atom<SeenState | undefined>(undefined)
  let channel: Channel | undefined
  let channelName: string | undefined
  let loading: Promise<void> | undefined
  let closed = false

  function load(): Promise<void> {
    loading ??= read().finally(() => {
      loading = undefined
    })
    return loading
  }

  async function read(): Promise<void> {
    const { name, store, identity } = await core.persistence()
    if (closed) return
    if (channelName !== name) {
      channel?.close()
      channel = core.environment.channel(`${name}/seen`, () => void load().catch(() => {}))
      channelName = name
    }
    const records = await store.list(prefix)
    if ((await core.session.identity()) !== identity) return
    let since: string | undefined
    const tickets = new Map<string, string>()
    for (const [key, value] of records) {
      const at = instantOf(value)
      if (at === undefined) continue
      if (key === sinceKey) since = at
      else tickets.set(key.slice(prefix.length), at)
    }
    // What was marked while it was read is newer than what was read.
    for (const [id, at] of $state.get()?.tickets ?? []) if (at > (tickets.get(id) ?? '')) tickets.set(id, at)
    $state.set({ since: since ?? $state.get()?.since, tickets })
  }

  async function put(key: string, at: string): Promise<void> {
    const owner = await core.session.identity()
    await keep(core, owner, [{ type: 'put', key, value: { version: 1, at } }])
    channel?.post('changed')
  }

  core.session.onToken((_, changed) => {
    if (!changed) return
    $state.set(undefined)
    loading = undefined
    void load().catch(() => {})
  })
  core.onClose(() => {
    closed = true
    channel?.close()
    channel = undefined
  })
  onMount($state, () => {
    // Where the device cannot be asked there is no news either.
    void load().catch(() => {})
  })

  return {
    $state,
    async mark({ id, updatedAt }) {
      await load().catch(() => {})
      const state = $state.get()
      if (!state || (state.tickets.get(id) ?? '') >= updatedAt) return
      $state.set({ ...state, tickets: new Map(state.tickets).set(id, updatedAt) })
      await put(prefix + id, updatedAt)
    },
    async begin(tickets) {
      await load().catch(() => {})
      const state = $state.get()
      if (!state || state.since !== undefined) return
      const since =
        tickets
          .map(({ updatedAt }) => updatedAt)
          .sort()
          .at(-1) ?? ''
      $state.set({ ...state, since })
      await put(sinceKey, since)
    },
  }
}

function instantOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('version' in value) || value.version !== 1) return undefined
  return 'at' in value && typeof value.at === 'string' ? value.at : undefined
}
