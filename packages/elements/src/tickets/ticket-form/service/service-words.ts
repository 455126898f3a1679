import { bestLocale, kept } from '../../../base/locale.ts'
import type { ServiceWords } from '../../../locales/words.ts'

const loaded = new Map<string, ServiceWords | Promise<ServiceWords>>()

/** The words of a form that asks by a definition; a page with a plain form does not pay for them. */
export function serviceWordsFor(tag: string): ServiceWords | Promise<ServiceWords> {
  const best = bestLocale(tag)
  return kept(
    loaded,
    best,
    async () =>
      (best === 'en'
        ? await import('../../../locales/en-service.ts')
        : await import('../../../locales/zh-cn-service.ts')
      ).default,
  )
}
