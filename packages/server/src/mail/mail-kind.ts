import type * as z from 'zod/mini'
import type { Queryable } from '../storage/prepared.ts'
import type { MailContent } from './mail-content.ts'
import type { MailFormats, MailLocale } from './mail-locale.ts'
import type { MailSettings } from './mail-settings.ts'

/** Who will read a mail, and how. */
export interface MailReader {
  readonly locale: MailLocale
  readonly format: MailFormats
  /** Whether it is somebody who follows the ticket, and not the requester. */
  readonly follows: boolean
  /** Whether content may be quoted to the address: subjects, messages, names. Number and link may always be told. */
  readonly verified: boolean
  /** The reader's own name; undefined where the address is not verified as well. */
  readonly name: string | undefined
}

/** What a kind composes a mail from, at the moment of sending. */
export interface MailOccasion {
  readonly db: Queryable
  readonly tenant: string
  /** The conversation that the mail belongs to; a ticket's id in mails about tickets. */
  readonly thread: string | null
  readonly reader: Omit<MailReader, 'follows'>
  /** Id of the person. */
  readonly person: string
  readonly settings: MailSettings & { readonly name: string }
}

export interface ComposedMail {
  /** The same for all mails of a thread: mail programs sort by it. */
  readonly subject: string
  readonly content: MailContent
}

/** One kind of mail: what its row holds, and what it says. A new kind is one of these and a line in `mail-kinds.ts`. */
export interface MailKind<Data> {
  /** What is stored until the mail goes: ids, instants and settings, never a text or a name. */
  readonly data: z.ZodMiniType<Data>
  /** Sets two mails of this kind in one thread apart: with the same occasion they are one mail. */
  occasion(data: Data): string
  /** Whether the person is told even what they did themselves. */
  readonly confirms?: true
  /** What it says now; undefined when it has been overtaken and nothing is left to say. */
  compose(at: MailOccasion, data: Data): Promise<ComposedMail | undefined>
}
