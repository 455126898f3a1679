import { tenantName } from '../identity/store.ts'
import type { Queryable } from '../storage/prepared.ts'
import { isMailAddress } from './mail-address.ts'
import type { MailReader } from './mail-kind.ts'
import { mailKindOf } from './mail-kinds.ts'
import { mailFormats, mailLocaleOf } from './mail-locale.ts'
import type { MailMessage } from './mail-message.ts'
import type { MailSettings } from './mail-settings.ts'
import { oneLine } from './mail-text.ts'
import { mailWords } from './mail-words.ts'
import { renderHtml } from './render-html.ts'
import { renderText } from './render-text.ts'
import { addressOf, firstOfThread, type MailRow } from './store.ts'

/** Longer ones are cut: some mail programs show no more, some servers take no more. In characters. */
const longestSubject = 200
const longestName = 100

/** Why there is nothing to send, and never will be. */
export type NoMail = 'no_address' | 'unusable_address' | 'overtaken' | 'unreadable_row'

/** What a row says at this moment, to the address its recipient has at this moment. */
export async function composeMail(
  db: Queryable,
  row: MailRow,
  { settings: given, now }: { settings: MailSettings; now: number },
): Promise<MailMessage | NoMail> {
  const { tenant } = row
  const kind = mailKindOf(row.kind)
  const data = kind?.data.safeParse(JSON.parse(row.data))
  if (!kind || !data?.success) return 'unreadable_row'
  const id = row.recipient.replace(/^person:/, '')
  const [person] = await addressOf(db, { tenant, person: id })
  if (!person?.email) return 'no_address'
  if (!isMailAddress(person.email)) return 'unusable_address'
  const name = given.name ?? (await tenantName(db, { id: tenant }))[0]?.name ?? tenant
  const settings = { ...given, name: oneLine(name, longestName) }
  const reader = readerOf(person, row.locale, settings.timeZone)
  const composed = await kind.compose({ db, tenant, thread: row.thread, reader, person: id, settings }, data.data)
  if (!composed) return 'overtaken'
  const first = row.thread === null ? [] : await firstOfThread(db, { ...row, thread: row.thread })
  const subject = `${first.length > 0 ? 'Re: ' : ''}${composed.subject}`
  return {
    messageId: row.message_id,
    inReplyTo: first[0]?.message_id,
    date: now,
    from: { address: settings.from, name: settings.name },
    replyTo: settings.replyTo,
    to: { address: person.email, name: reader.name },
    subject: oneLine(subject, longestSubject),
    text: renderText(composed.content, mailWords[reader.locale]),
    html: renderHtml(composed.content, { locale: reader.locale, name: settings.name }),
    headers: {
      // RFC 3834, and Exchange's own word for the same: no out-of-office reply comes back.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': reader.locale,
    },
  }
}

interface Person {
  readonly name: string | null
  readonly email_verified: number
  readonly locale: string | null
}

function readerOf(person: Person, fallback: string, timeZone = 'UTC'): Omit<MailReader, 'follows'> {
  const tag = person.locale ?? fallback
  const verified = person.email_verified === 1
  return {
    locale: mailLocaleOf(tag),
    format: mailFormats(tag, timeZone),
    verified,
    name: verified && person.name !== null ? oneLine(person.name, longestName) : undefined,
  }
}
