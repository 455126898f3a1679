import * as z from 'zod/mini'
import type { InEveryLanguage } from '../mail-locale.ts'
import { ticketFacts, ticketLink, ticketMailKind } from '../ticket-mail-kind.ts'

/** Why a ticket was closed. Spam is closed without a word. */
const reasons = ['verified', 'silence', 'merged', 'withdrawn'] as const

interface Words {
  title(number: number): string
  readonly because: Readonly<Record<(typeof reasons)[number], string>>
  /** What somebody who follows it is told otherwise. */
  readonly followed: Readonly<Partial<Record<(typeof reasons)[number], string>>>
  goesOn(number: number): string
  reopen(date: string): string
}

const words: InEveryLanguage<Words> = {
  en: {
    title: (number) => `Ticket ${number} is closed`,
    because: {
      verified: 'The solution was confirmed. Thank you for checking it.',
      silence: 'We have not heard from you, so we have closed the ticket as announced.',
      merged: 'It is about the same matter as another ticket.',
      withdrawn: 'The ticket was withdrawn.',
    },
    followed: {
      verified: 'The solution was confirmed.',
      silence: 'Nobody objected to the solution, so we have closed the ticket as announced.',
    },
    goesOn: (number) => `The work goes on in ticket ${number}.`,
    reopen: (date) => `Should the problem come back, you can reopen the ticket until ${date}.`,
  },
  'zh-CN': {
    title: (number) => `工单 ${number} 已关闭`,
    because: {
      verified: '解决结果已经确认，感谢您的验证。',
      silence: '由于一直未收到您的回复，我们已按此前的通知关闭该工单。',
      merged: '该工单与另一张工单反映的是同一问题。',
      withdrawn: '该工单已撤回。',
    },
    followed: { verified: '解决结果已经确认。', silence: '由于一直未收到回复，我们已按此前的通知关闭该工单。' },
    goesOn: (number) => `后续处理将在工单 ${number} 中继续。`,
    reopen: (date) => `如果问题再次出现，您可以在 ${date} 之前重新打开该工单。`,
  },
}

/** The ticket is closed, and why. */
export const closed = ticketMailKind({
  data: z.object({
    /** Position of the event that closed it. */
    event: z.int(),
    reason: z.enum(reasons),
    /** Number of the ticket in which a merged one goes on. */
    into: z.optional(z.int()),
    /** Until when it can be reopened, in milliseconds since 1970. */
    reopenUntil: z.optional(z.int()),
  }),
  occasion: ({ event }) => String(event),
  while: ['closed'],
  say({ ticket, reader }, { reason, into, reopenUntil }) {
    const { title, because, followed, goesOn, reopen } = words[reader.locale]
    const sentences = [
      (reader.follows ? followed[reason] : undefined) ?? because[reason],
      ...(into === undefined ? [] : [goesOn(into)]),
      ...(reopenUntil === undefined || reader.follows ? [] : [reopen(reader.format.moment(reopenUntil))]),
    ]
    return {
      title: title(ticket.number),
      blocks: [
        { kind: 'paragraph', text: sentences.join(reader.locale === 'zh-CN' ? '' : ' ') },
        ticketFacts(ticket, reader),
        ticketLink(ticket, reader),
      ],
    }
  },
})
