import type { TicketTypeDefinition } from '@aftercare/protocol/service'

/**
 * Whether what a ticket of the type taught becomes an article: what only the requester and one team may know does not go
 * into a drawer that others open.
 */
export const becomesArticle = (type: Pick<TicketTypeDefinition, 'problem' | 'visibility'> | undefined): boolean =>
  type?.problem === true && type.visibility.customer === 'account'
