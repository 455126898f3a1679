import { bestLocale, kept } from '../../base/locale.ts'
import type { StatusWords } from '../../locales/words.ts'

const loaded = new Map<string, StatusWords | Promise<StatusWords>>()

/** The words of the status, without those of everything else. */
export function statusWordsFor(tag: string): StatusWords | Promise<StatusWords> {
  const best = bestLocale(tag)
  return kept(
    loaded,
    best,
    async () =>
      (best === 'en' ? await import('../../locales/en-status.ts') : await import('../../locales/zh-cn-status.ts'))
        .default,
  )
}
