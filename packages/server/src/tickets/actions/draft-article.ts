import type { TicketTypeDefinition } from '@aftercare/protocol/service'
import type { TicketRow } from '../store.ts'

const headings = {
  en: { cause: 'Cause', solution: 'Solution', prevention: 'Prevention' },
  zh: { cause: '原因', solution: '解决方案', prevention: '预防措施' },
} as const

const parts = ['cause', 'solution', 'prevention'] as const

/**
 * Whether what a ticket of the type taught becomes an article: what only the requester and one team may know does not go
 * into a drawer that others open.
 */
export const becomesArticle = (type: Pick<TicketTypeDefinition, 'problem' | 'visibility'> | undefined): boolean =>
  type?.problem === true && type.visibility.customer === 'account'

/** The summary of a solved problem as Markdown, in the language it was raised in. */
export function draftArticle(ticket: Pick<TicketRow, 'subject' | 'locale' | (typeof parts)[number]>) {
  const words = headings[/^zh\b/i.test(ticket.locale) ? 'zh' : 'en']
  const body = parts.flatMap((part) => (ticket[part] ? [`## ${words[part]}\n\n${ticket[part]}\n`] : [])).join('\n')
  return { title: ticket.subject, body }
}
