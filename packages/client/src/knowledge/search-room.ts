import type { KeptArticle } from '@aftercare/protocol'
import type { Core } from '../core.ts'
import { Collection } from './collection.ts'
import { readingLanguage } from './reading-language.ts'
import type { SearchOptions, SearchState } from './search-states.ts'

export interface SearchRoom {
  /** @param anew Asks the server first what it has now. */
  search(query: string, options: SearchOptions, tell: (state: SearchState) => void, anew: boolean): Promise<void>
  /** An article of what is searched here, for reading without a network. */
  kept(slug: string, locale?: string): Promise<KeptArticle | undefined>
}

/** The collections of a core, one for each language that was asked for; another person has others. */
export function searchRoom(core: Core): SearchRoom {
  const collections = new Map<string, Collection>()
  const close = () => {
    for (const collection of collections.values()) collection.close()
    collections.clear()
  }
  core.session.onToken((_, changed) => {
    if (changed) close()
  })
  core.onClose(close)
  const collectionOf = (wanted = core.locale ?? ''): Collection => {
    const locale = readingLanguage(wanted)
    const collection = collections.get(locale) ?? new Collection(core, locale)
    collections.set(locale, collection)
    return collection
  }
  return {
    search: (query, options, tell, anew) => collectionOf(options.locale).search(query, options, tell, anew),
    kept: (slug, locale) => collectionOf(locale).kept(slug),
  }
}
