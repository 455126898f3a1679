import { bestLocale, kept, wordsFor } from '../base/locale.ts'
import type { TicketWords } from '../locales/words.ts'

const loaded = new Map<string, TicketWords | Promise<TicketWords>>()

/** The words for everything that shows tickets; a page with the form alone does not pay for them. */
export function ticketWordsFor(tag: string): TicketWords | Promise<TicketWords> {
  const best = bestLocale(tag)
  return kept(loaded, best, async () => {
    const more = best === 'en' ? import('../locales/en-tickets.ts') : import('../locales/zh-cn-tickets.ts')
    return { ...(await wordsFor(tag)), ...(await more).default }
  })
}
