import { bestLocale, kept } from '../../base/locale.ts'
import type { SearchWords } from '../../locales/words.ts'
import { articleWordsFor } from '../article/article-words.ts'

const loaded = new Map<string, SearchWords | Promise<SearchWords>>()

/** The words of a search. */
export function searchWordsFor(tag: string): SearchWords | Promise<SearchWords> {
  const best = bestLocale(tag)
  return kept(loaded, best, async () => {
    const more = best === 'en' ? import('../../locales/en-search.ts') : import('../../locales/zh-cn-search.ts')
    return { ...(await articleWordsFor(tag)), ...(await more).default }
  })
}
