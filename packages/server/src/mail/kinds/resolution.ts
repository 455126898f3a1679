import * as z from 'zod/mini'
import type { InEveryLanguage } from '../mail-locale.ts'
import { ticketFacts, ticketLink, ticketMailKind } from '../ticket-mail-kind.ts'

interface Words {
  title(number: number): string
  readonly lead: string
  closes(date: string): string
  readonly verify: string
}

const words: InEveryLanguage<Words> = {
  en: {
    title: (number) => `Is ticket ${number} solved?`,
    lead: 'We believe that it is. Please have a look, and tell us in the ticket: confirm it, or say what is still wrong, and the work goes on.',
    closes: (date) => `If we do not hear from you, the ticket closes on ${date}.`,
    verify: 'Confirm or reject',
  },
  'zh-CN': {
    title: (number) => `请您验证工单 ${number} 的解决结果`,
    lead: '我们认为问题已经解决。请您验证后在工单中确认；如果仍未解决，请说明原因，我们会继续处理。',
    closes: (date) => `如果未收到您的回复，工单将于 ${date} 关闭。`,
    verify: '确认或退回',
  },
}

/** The provider says that it is solved, and asks the requester to verify. The link confirms nothing by itself. */
export const resolution = ticketMailKind({
  data: z.object({
    /** Position of the event that resolved the ticket: each solution is told once. */
    event: z.int(),
    /** When silence will close it, in milliseconds since 1970; absent where silence closes nothing. */
    closesAt: z.optional(z.int()),
  }),
  occasion: ({ event }) => String(event),
  while: ['resolved'],
  say({ ticket, reader }, { closesAt }) {
    const { title, lead, closes, verify } = words[reader.locale]
    return {
      title: title(ticket.number),
      blocks: [
        { kind: 'paragraph', text: lead },
        ticketFacts(ticket, reader),
        ...(closesAt === undefined
          ? []
          : ([{ kind: 'paragraph', text: closes(reader.format.moment(closesAt)) }] as const)),
        ticketLink(ticket, reader, verify),
      ],
    }
  },
})
