/** Why a ticket is closed: the requester's word, announced silence, or because it goes on elsewhere or nowhere. */
export const closeReasons = ['verified', 'silence', 'merged', 'withdrawn', 'spam'] as const
export type CloseReason = (typeof closeReasons)[number]
