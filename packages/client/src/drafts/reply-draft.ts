/** The key of the draft that a ticket's reply is written in; its value has `body` and `kind`. */
export const replyDraft = (ticketId: string): string => `reply:${ticketId}`
