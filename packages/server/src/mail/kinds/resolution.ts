import * as z from 'zod/mini'
import type { InEveryLanguage } from '../mail-locale.ts'
import { ticketFacts, ticketLink, ticketMailKind } from '../ticket-mail-kind.ts'

interface Words {
  title(number: number): string
  readonly lead: string
  readonly followed: { title(number: number): string; readonly lead: string }
  readonly verify: string
}

const words: InEveryLanguage<Words> = {
  en: {
    title: (number) => `Is ticket ${number} solved?`,
    lead: 'We believe that it is. Please have a look, and tell us in the ticket: confirm it, or say what is still wrong, and the work goes on.',
    followed: {
      title: (number) => `Ticket ${number} is said to be solved`,
      lead: 'You follow this ticket. We believe that it is solved, and have asked the requester to confirm it.',
    },
    verify: 'Confirm or reject',
  },
  'zh-CN': {
    title: (number) => `请您验证工单 ${number} 的解决结果`,
    lead: '我们认为问题已经解决。请您验证后在工单中确认；如果仍未解决，请说明原因，我们会继续处理。',
    followed: {
      title: (number) => `工单 ${number} 已给出解决结果`,
      lead: '您关注的工单已给出解决结果，正等待提单人验证。',
    },
    verify: '确认或退回',
  },
}

/** The provider says that it is solved, and asks the requester to verify. The link confirms nothing by itself. */
export const resolution = ticketMailKind({
  data: z.object({
    /** Position of the event that resolved the ticket: each solution is told once. */
    event: z.int(),
  }),
  occasion: ({ event }) => String(event),
  while: ['resolved'],
  say({ ticket, reader }) {
    const { followed, verify, ...asked } = words[reader.locale]
    const { title, lead } = reader.follows ? followed : asked
    return {
      title: title(ticket.number),
      blocks: [
        { kind: 'paragraph', text: lead },
        ticketFacts(ticket, reader),
        ticketLink(ticket, reader, reader.follows ? undefined : verify),
      ],
    }
  },
})
