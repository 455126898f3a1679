import { type ClockName, clockNames } from '@aftercare/protocol/sla'
import * as z from 'zod/mini'
import type { InEveryLanguage } from '../mail-locale.ts'
import { ticketFacts, ticketLink, ticketMailKind } from '../ticket-mail-kind.ts'

interface Words {
  title(number: number): string
  readonly lead: string
  readonly due: Readonly<Record<ClockName, string>>
}

const words: InEveryLanguage<Words> = {
  en: {
    title: (number) => `We have your ticket ${number}`,
    lead: 'Thank you for telling us. In the ticket you can follow what happens, add to it and read our answers.',
    due: { first_response: 'First answer by', next_response: 'Next answer by', resolution: 'Solution by' },
  },
  'zh-CN': {
    title: (number) => `工单 ${number} 已收到`,
    lead: '感谢您的反馈。您可以随时在工单中查看进展、补充说明和阅读回复。',
    due: { first_response: '首次响应截止时间', next_response: '下次响应截止时间', resolution: '解决截止时间' },
  },
}

/** The ticket has arrived; with the promised times where there are any. */
export const receipt = ticketMailKind({
  data: z.object({
    /** In the order in which they are listed; `due` in milliseconds since 1970. */
    promises: z.optional(z.array(z.object({ clock: z.enum(clockNames), due: z.int() }))),
  }),
  occasion: () => 'created',
  confirms: true,
  say({ ticket, reader }, { promises = [] }) {
    const { title, lead, due } = words[reader.locale]
    const promised = promises.map((each) => [due[each.clock], reader.format.moment(each.due)] as const)
    return {
      title: title(ticket.number),
      blocks: [{ kind: 'paragraph', text: lead }, ticketFacts(ticket, reader, promised), ticketLink(ticket, reader)],
    }
  },
})
