import * as z from 'zod/mini'
import type { InEveryLanguage } from '../mail-locale.ts'
import { visitState, whatWasTold } from '../store.ts'
import { quoted, ticketLink, ticketMailKind } from '../ticket-mail-kind.ts'

type Mode = 'remote' | 'on_site'

interface Words {
  title(number: number): string
  readonly offers: Readonly<Record<Mode, (agent: string) => string>>
  readonly unquoted: string
  readonly slot: string
  readonly choose: string
}

const words: InEveryLanguage<Words> = {
  en: {
    title: (number) => `Please choose a time for ticket ${number}`,
    offers: {
      remote: (agent) => `${agent} offers a remote session:`,
      on_site: (agent) => `${agent} offers a visit on site:`,
    },
    unquoted: 'We offer you an appointment. Please open the ticket to choose a time.',
    slot: 'From',
    choose: 'Choose a time',
  },
  'zh-CN': {
    title: (number) => `请为工单 ${number} 选择时间`,
    offers: {
      remote: (agent) => `${agent} 提议进行远程协助：`,
      on_site: (agent) => `${agent} 提议上门服务：`,
    },
    unquoted: '我们为您提供了可预约的时间，请打开工单选择。',
    slot: '开始时间',
    choose: '选择时间',
  },
}

/** A visit is offered, and waits for the customer's choice of a time. */
export const visit = ticketMailKind({
  data: z.object({ event: z.int(), visit: z.string() }),
  occasion: (data) => data.visit,
  async say({ ticket, reader, at }, { event, visit: id }) {
    const of = { tenant: at.tenant, ticket: ticket.id }
    // Whoever has chosen, or had the ticket closed, is asked no more.
    const [found] = await visitState(at.db, { ...of, visit: id })
    if (found?.state !== 'offered') return undefined
    const { title, offers, unquoted, slot, choose } = words[reader.locale]
    const [told] = reader.verified ? await whatWasTold(at.db, { ...of, event, type: 'visit_offered' }) : []
    if (!told) {
      return {
        title: title(ticket.number),
        blocks: [{ kind: 'paragraph', text: unquoted }, ticketLink(ticket, reader, choose)],
      }
    }
    const { mode, purpose, slots } = JSON.parse(told.data) as { mode: Mode; purpose: string; slots: { from: string }[] }
    return {
      title: title(ticket.number),
      blocks: [
        ...quoted(purpose, offers[mode](told.agent ?? at.settings.name), reader),
        { kind: 'facts', facts: slots.map(({ from }) => [slot, reader.format.moment(Date.parse(from))] as const) },
        ticketLink(ticket, reader, choose),
      ],
    }
  },
  while: ['new', 'triaged', 'in_progress', 'waiting_on_requester', 'waiting_on_third_party'],
})
