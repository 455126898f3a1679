import { atom, onMount } from 'nanostores'
import type { Core } from '../core.ts'
import { failureOf } from '../failure.ts'
import type { Knowledge, SearchOptions, SearchResults, SearchState } from './search-states.ts'

/** Search in the articles that the person may read. Nothing is loaded before somebody watches a result. */
export function knowledge(core: Core): Knowledge {
  return {
    search: (query, options) => createResults(core, async () => query, options),
    suggest: ({ page, ...options }) =>
      createResults(core, async () => (await import('./page-words.ts')).wordsOfPage(page, options.product), options),
    kept: async (slug, locale) => (await roomOf(core)).kept(slug, locale),
  }
}

const roomOf = async (core: Core) => core.column((await import('./search-room.ts')).searchRoom)

function createResults(core: Core, words: () => Promise<string>, options: SearchOptions = {}): SearchResults {
  const $state = atom<SearchState>({ status: 'loading' })
  /** Another number for each search: what an earlier one, or one of another person, still says is not shown. */
  let epoch = 0

  async function run(anew: boolean): Promise<void> {
    const mine = ++epoch
    const tell = (state: SearchState) => {
      if (mine === epoch) $state.set(state)
    }
    try {
      const [query, room] = await Promise.all([words(), roomOf(core)])
      await room.search(query, options, tell, anew)
    } catch (error) {
      tell({ status: 'failed', reason: failureOf(error) })
    }
  }

  onMount($state, () => {
    void run(false)
    const stop = core.session.onToken((_, changed) => {
      if (!changed) return
      $state.set({ status: 'loading' })
      void run(false)
    })
    return () => {
      stop()
      epoch += 1
    }
  })
  return { $state, refresh: () => run(true) }
}
