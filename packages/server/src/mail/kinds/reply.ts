import * as z from 'zod/mini'
import type { InEveryLanguage } from '../mail-locale.ts'
import { agentReply } from '../store.ts'
import { quoted, ticketLink, ticketMailKind } from '../ticket-mail-kind.ts'

interface Words {
  title(number: number): string
  from(agent: string): string
  readonly unquoted: string
}

const words: InEveryLanguage<Words> = {
  en: {
    title: (number) => `Ticket ${number} has a new answer`,
    from: (agent) => `${agent} answered:`,
    unquoted: 'There is a new answer in your ticket. Please open it to read it.',
  },
  'zh-CN': {
    title: (number) => `工单 ${number} 有新的回复`,
    from: (agent) => `${agent} 回复如下：`,
    unquoted: '您的工单有新的回复，请打开工单查看。',
  },
}

/** An agent replied. */
export const reply = ticketMailKind({
  data: z.object({ message: z.string() }),
  occasion: ({ message }) => message,
  async say({ ticket, reader, at }, { message }) {
    const { title, from, unquoted } = words[reader.locale]
    const [found] = reader.verified ? await agentReply(at.db, { tenant: at.tenant, ticket: ticket.id, message }) : []
    if (!found) {
      return {
        title: title(ticket.number),
        blocks: [{ kind: 'paragraph', text: unquoted }, ticketLink(ticket, reader)],
      }
    }
    return {
      title: title(ticket.number),
      blocks: [...quoted(found.body, from(found.agent ?? at.settings.name), reader), ticketLink(ticket, reader)],
    }
  },
})
