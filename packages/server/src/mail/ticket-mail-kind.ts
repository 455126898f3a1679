import { limits, type TicketStatus } from '@aftercare/protocol'
import { findTicket } from '../tickets/store.ts'
import type { MailBlock } from './mail-content.ts'
import type { MailKind, MailOccasion, MailReader } from './mail-kind.ts'
import { ticketUrlOf } from './mail-settings.ts'
import { oneLine, plainLines, shortened } from './mail-text.ts'
import { type MailWords, mailWords } from './mail-words.ts'
import { followersToTell } from './store.ts'

/** A ticket as its mails see it. What only a verified address may read is not there for another. */
export interface MailedTicket {
  readonly id: string
  readonly number: number
  readonly url: string
  readonly subject: string | undefined
}

/** What a kind says about a ticket, between the greeting and the small print. */
interface Said {
  readonly title: string
  readonly blocks: readonly MailBlock[]
}

interface TicketMailKind<Data> extends Pick<MailKind<Data>, 'data' | 'occasion' | 'confirms'> {
  /** The statuses in which it still makes sense; any unless told. */
  readonly while?: readonly TicketStatus[]
  /** Undefined when there is nothing left to say. */
  say(
    about: { ticket: MailedTicket; reader: MailReader; at: MailOccasion },
    data: Data,
  ): Promise<Said | undefined> | Said
}

/** A kind of mail about one ticket. */
export function ticketMailKind<Data>(kind: TicketMailKind<Data>): MailKind<Data> {
  return {
    ...kind,
    async compose(at, data) {
      const { settings, tenant } = at
      const [row] = await findTicket(at.db, { tenant, id: at.thread ?? '' })
      if (!row || (kind.while && !kind.while.includes(row.status as TicketStatus))) return undefined
      const { id, number } = row
      const follows = at.person !== row.requester_id
      // Whoever stopped following, or may not see it any more, is told no more.
      if (follows && !(await followersToTell(at.db, { tenant, ticket: id })).some((each) => each.id === at.person)) {
        return undefined
      }
      const reader = { ...at.reader, follows }
      const url = ticketUrlOf(settings.ticketUrl, { id, number, tenant })
      const ticket = { id, number, url, subject: reader.verified ? oneLine(row.subject, limits.subject) : undefined }
      const words = mailWords[reader.locale]
      const said = await kind.say({ ticket, reader, at }, data)
      if (!said) return undefined
      const { title, blocks } = said
      return {
        subject: `[${settings.name} #${number}] ${ticket.subject ?? words.yourTicket}`,
        content: {
          title,
          blocks: [{ kind: 'paragraph', text: words.greeting(reader.name) }, ...blocks],
          footer: footerOf(words, reader, settings.name, number),
        },
      }
    },
  }
}

function footerOf(words: MailWords, reader: MailReader, name: string, number: number): readonly string[] {
  const why = words.why(name, number)
  return reader.verified ? [why] : [why, words.unverified]
}

/** Number, subject where it may be told, and what the kind adds. */
export function ticketFacts(
  { number, subject }: MailedTicket,
  reader: MailReader,
  more: readonly (readonly [string, string])[] = [],
): MailBlock {
  const words = mailWords[reader.locale]
  const about = subject === undefined ? [] : ([[words.subject, subject]] as const)
  return { kind: 'facts', facts: [[words.ticketNumber, String(number)], ...about, ...more] }
}

/** Longer ones are read in the ticket: mail programs cut what is very long. In characters. */
const longestQuote = 4_000

/** What somebody wrote, and who it was. */
export function quoted(text: string, lead: string, { locale }: MailReader): readonly MailBlock[] {
  const whole = plainLines(text)
  const short = shortened(whole, longestQuote)
  return [
    { kind: 'paragraph', text: oneLine(lead, limits.subject) },
    { kind: 'quote', text: short },
    ...(short !== whole ? ([{ kind: 'paragraph', text: mailWords[locale].readOn }] as const) : []),
  ]
}

export function ticketLink(
  { url }: MailedTicket,
  { locale }: MailReader,
  label = mailWords[locale].openTicket,
): MailBlock {
  return { kind: 'link', label, url }
}
