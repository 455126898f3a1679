import type { Core } from '../core.ts'
import { keep } from '../persistence/keep.ts'
import type { Operation } from '../persistence/persistence.ts'

const key = 'search/recent'
/** So many are kept. */
const most = 5

/** What the person has looked for last, on this device alone. Goes with their other things when they log out. */
export interface RecentSearches {
  /** The newest first; none where nobody is known or the device refuses. */
  list(): Promise<readonly string[]>
  /** Puts one on top. */
  add(query: string): Promise<void>
  clear(): Promise<void>
}

export function recentSearches(core: Core): RecentSearches {
  async function list(): Promise<readonly string[]> {
    try {
      const { store } = await core.persistence()
      return readRecent(await store.get(key))
    } catch {
      return []
    }
  }
  return {
    list,
    async add(query) {
      const text = query.trim().replace(/\s+/g, ' ')
      if (!text) return
      const queries = [text, ...(await list()).filter((other) => other !== text)].slice(0, most)
      await write({ type: 'put', key, value: { version: 1, queries } })
    },
    clear: () => write({ type: 'delete', key }),
  }

  async function write(operation: Operation): Promise<void> {
    // A convenience, and no more: a device that refuses forgets.
    const owner = await core.session.identity().catch(() => undefined)
    await keep(core, owner, [operation])
  }
}

function readRecent(value: unknown): readonly string[] {
  const { version, queries } = (value ?? {}) as { readonly version?: unknown; readonly queries?: unknown }
  if (version !== 1 || !Array.isArray(queries)) return []
  return queries.filter((query): query is string => typeof query === 'string').slice(0, most)
}
