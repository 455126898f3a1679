import { bestLocale, kept, wordsFor } from '../base/locale.ts'
import type { CaseWords, TicketWords } from '../locales/words.ts'

const loaded = new Map<string, TicketWords | Promise<TicketWords>>()

/** The words for everything that shows tickets; a page with the form alone does not pay for them. */
export function ticketWordsFor(tag: string): TicketWords | Promise<TicketWords> {
  const best = bestLocale(tag)
  return kept(loaded, best, async () => {
    const more = best === 'en' ? import('../locales/en-tickets.ts') : import('../locales/zh-cn-tickets.ts')
    return { ...(await wordsFor(tag)), ...(await more).default }
  })
}

const whole = new Map<string, CaseWords | Promise<CaseWords>>()

/** The words for one ticket with all that belongs to it. */
export function caseWordsFor(tag: string): CaseWords | Promise<CaseWords> {
  const best = bestLocale(tag)
  return kept(whole, best, async () => {
    const more = best === 'en' ? import('../locales/en-case.ts') : import('../locales/zh-cn-case.ts')
    return { ...(await ticketWordsFor(tag)), ...(await more).default }
  })
}
