import { bestLocale, kept, wordsFor } from '../../base/locale.ts'
import type { ArticleWords } from '../../locales/words.ts'

const loaded = new Map<string, ArticleWords | Promise<ArticleWords>>()

/** The words around an article. */
export function articleWordsFor(tag: string): ArticleWords | Promise<ArticleWords> {
  const best = bestLocale(tag)
  return kept(loaded, best, async () => {
    const more = best === 'en' ? import('../../locales/en-article.ts') : import('../../locales/zh-cn-article.ts')
    return { ...(await wordsFor(tag)), ...(await more).default }
  })
}
