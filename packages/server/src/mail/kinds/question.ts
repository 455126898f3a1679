import * as z from 'zod/mini'
import type { InEveryLanguage } from '../mail-locale.ts'
import { whatWasTold } from '../store.ts'
import { quoted, ticketLink, ticketMailKind } from '../ticket-mail-kind.ts'

interface Words {
  title(number: number): string
  asks(agent: string): string
  readonly unquoted: string
  readonly answer: string
}

const words: InEveryLanguage<Words> = {
  en: {
    title: (number) => `Ticket ${number} waits for your answer`,
    asks: (agent) => `${agent} asks:`,
    unquoted: 'We need something from you before we can go on. Please open the ticket to read what it is.',
    answer: 'Answer in the ticket',
  },
  'zh-CN': {
    title: (number) => `工单 ${number} 等待您回复`,
    asks: (agent) => `${agent} 需要您回复：`,
    unquoted: '我们需要您补充一些信息后才能继续处理，请打开工单查看。',
    answer: '在工单中回复',
  },
}

/** The ticket waits for the requester, and for what. */
export const question = ticketMailKind({
  data: z.object({
    /** Position of the event with which it began to wait. */
    event: z.int(),
  }),
  occasion: ({ event }) => String(event),
  while: ['waiting_on_requester'],
  async say({ ticket, reader, at }, { event }) {
    const { title, asks, unquoted, answer } = words[reader.locale]
    const [told] = reader.verified
      ? await whatWasTold(at.db, { tenant: at.tenant, ticket: ticket.id, event, type: 'status_changed' })
      : []
    const { reason = null } = told ? (JSON.parse(told.data) as { reason?: string | null }) : {}
    return {
      title: title(ticket.number),
      blocks: [
        ...(reason === null
          ? ([{ kind: 'paragraph', text: unquoted }] as const)
          : quoted(reason, asks(told?.agent ?? at.settings.name), reader)),
        ticketLink(ticket, reader, answer),
      ],
    }
  },
})
