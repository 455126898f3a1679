import * as z from 'zod/mini'
import type { InEveryLanguage } from '../mail-locale.ts'
import { ticketFacts, ticketLink, ticketMailKind } from '../ticket-mail-kind.ts'

interface Words {
  title(number: number): string
  readonly lead: string
  closes(date: string): string
  readonly answer: string
}

const words: InEveryLanguage<Words> = {
  en: {
    title: (number) => `Ticket ${number} is about to close`,
    lead: 'We told you that it is solved, and have not heard from you since. Please confirm it, or say what is still wrong.',
    closes: (date) => `If we do not hear from you, the ticket closes on ${date}.`,
    answer: 'Answer in the ticket',
  },
  'zh-CN': {
    title: (number) => `工单 ${number} 即将关闭`,
    lead: '我们此前告知您问题已经解决，尚未收到您的回复。请您确认已解决，或说明仍未解决之处。',
    closes: (date) => `如果未收到您的回复，工单将于 ${date} 关闭。`,
    answer: '在工单中回复',
  },
}

/** Before silence closes a ticket: says when. */
export const reminder = ticketMailKind({
  data: z.object({
    /** Position of the event that the silence began with: a ticket that waits anew is reminded of anew. */
    event: z.int(),
    /** Milliseconds since 1970. */
    closesAt: z.int(),
  }),
  occasion: ({ event, closesAt }) => `${event}/${closesAt}`,
  while: ['resolved'],
  say({ ticket, reader }, { closesAt }) {
    const { title, lead, closes, answer } = words[reader.locale]
    return {
      title: title(ticket.number),
      blocks: [
        { kind: 'paragraph', text: lead },
        ticketFacts(ticket, reader),
        { kind: 'paragraph', text: closes(reader.format.moment(closesAt)) },
        ticketLink(ticket, reader, answer),
      ],
    }
  },
})
