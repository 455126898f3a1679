import { bestLocale, kept, wordsFor } from '../base/locale.ts'
import type { EvidenceWords } from '../locales/words.ts'

const loaded = new Map<string, EvidenceWords | Promise<EvidenceWords>>()

/** The words for evidence; a form without it does not pay for them. */
export function evidenceWordsFor(tag: string): EvidenceWords | Promise<EvidenceWords> {
  const best = bestLocale(tag)
  return kept(loaded, best, async () => {
    const more = best === 'en' ? import('../locales/en-evidence.ts') : import('../locales/zh-cn-evidence.ts')
    return { ...(await wordsFor(tag)), ...(await more).default }
  })
}
