import {
  type ArticleAudience,
  canonicalJson,
  type NoticeEvent,
  type RandomBytes,
  type SupportEventType,
} from '@aftercare/protocol'
import type { Transaction } from 'kysely'
import type { ArticleNews, ArticleNewsroom } from '../knowledge/article-news.ts'
import type { MailRoom, MailsOfWrite } from '../mail/mail-room.ts'
import type { Database } from '../storage/database.ts'
import type { Schema } from '../storage/schema.ts'
import { queueWebhooks, type ToldEvent } from '../webhooks/queue-webhooks.ts'
import { auditHash, auditMac } from './audit-chain.ts'
import { insertAuditEntry, insertEvent, setAuditHead, takeNumbers } from './store.ts'

/** What every write needs: where to, and what is outside the database. */
export interface Journal {
  readonly database: Database
  /** Key of the audit log's HMAC. */
  readonly auditKey: Uint8Array
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly random: RandomBytes
  /** Absent where no mail is sent. */
  readonly mail?: MailRoom | undefined
  /** Told what became of articles; absent where nobody in this process asks. */
  readonly articleNewsroom?: ArticleNewsroom | undefined
}

/** Which numbers a write takes besides its place in the audit log. */
export interface Needs {
  readonly tickets?: 0 | 1
  /** Positions in the stream; what is not used is a gap. */
  readonly events?: number
}

export interface AuditNote {
  readonly action: string
  /** Ids and settings; never a name, an address or a text that a person wrote. */
  readonly details: Readonly<Record<string, unknown>>
}

/** One write transaction of one tenant, with the numbers it took. Only SQL may be awaited inside. */
export interface Writing {
  readonly tx: Transaction<Schema>
  readonly tenant: string
  /** `person:<id>`, `staff:<id>`, `operator`, `anybody` who brings no token, or `service`: by its own rules. */
  readonly actor: string
  readonly now: number
  readonly random: RandomBytes
  readonly ticketNumber: number
  /** Position of its first event. */
  readonly eventSeq: number
  /** The write's place in the audit log: no two writes of a tenant have the same. */
  readonly auditSeq: number
  /** For `queueMail`; undefined where no mail is sent. */
  readonly mails: MailsOfWrite | undefined
  /** Appends its next event; as many as it needs. */
  appendEvent(event: {
    type: SupportEventType
    ticketId: string
    messageId?: string | null
    audience: 'everyone' | 'staff'
  }): Promise<void>
  /** The same of an article. */
  appendArticleEvent(event: Omit<ArticleNews, 'tenant' | 'seq'> & { audience: ArticleAudience }): Promise<void>
  /** The same of a notice, by the number of its update, or of a component. */
  appendStatusEvent(
    event:
      | { type: Exclude<NoticeEvent['type'], 'component.changed'>; notice: string; number: number }
      | { type: 'component.changed'; component: string },
  ): Promise<void>
  /**
   * The same transaction from a later one of its positions: for a write that does several things, each of which has
   * an event and a place in history of its own.
   */
  part(offset: number): Writing
}

/** The tenant has no counter row: it does not exist, or its creation was not finished. */
export class UnknownTenant extends Error {
  override readonly name = 'UnknownTenant'
}

/**
 * Runs `work` in one transaction that begins with the tenant's numbers, which puts writers in a row, and ends
 * with exactly one audit entry, chained to the one before. When `work` throws, nothing of it remains.
 */
export async function write<Result>(
  journal: Journal,
  of: { tenant: string; actor: string; needs?: Needs },
  work: (writing: Writing) => Promise<{ audit: AuditNote; result: Result }>,
): Promise<Result> {
  const mails = journal.mail?.forOneWrite()
  const { result, news } = await journal.database.transact(async (tx) => {
    const news: ArticleNews[] = []
    return { result: await writeWithin(tx, journal, of, work, { mails, news }), news }
  })
  mails?.committed()
  journal.articleNewsroom?.tell(news)
  return result
}

const noTicket = { ticket_id: null, message_id: null } as const
const noArticle = { article_id: null, locale: null, revision: null } as const
const noNotice = { notice_id: null, component: null } as const

/** The same inside a transaction that began already: it sends mail, and tells of articles, only where somebody takes it. */
export async function writeWithin<Result>(
  tx: Transaction<Schema>,
  journal: Journal,
  of: { tenant: string; actor: string; needs?: Needs },
  work: (writing: Writing) => Promise<{ audit: AuditNote; result: Result }>,
  { mails, news }: { readonly mails?: MailsOfWrite | undefined; readonly news?: ArticleNews[] } = {},
): Promise<Result> {
  const { tenant, actor } = of
  const [numbers] = await takeNumbers(tx, { tenant, tickets: of.needs?.tickets ?? 0, events: of.needs?.events ?? 0 })
  if (!numbers) throw new UnknownTenant(`There is no tenant "${tenant}"`)
  // Read under the lock, so that times rise with the numbers.
  const now = journal.clock()
  const eventSeq = numbers.event_seq - Math.max(0, (of.needs?.events ?? 0) - 1)
  const told: ToldEvent[] = []
  const from = (first: number): Writing => {
    let nextSeq = first
    // The next write of the tenant would take the same number.
    const numberOfEvent = (): number => {
      if (!of.needs?.events || nextSeq > numbers.event_seq)
        throw new Error('More events than the write has numbers for')
      return nextSeq++
    }
    return {
      tx,
      tenant,
      actor,
      now,
      random: journal.random,
      ticketNumber: numbers.ticket_number,
      eventSeq: first,
      auditSeq: numbers.audit_seq,
      mails,
      async appendEvent({ type, ticketId, messageId = null, audience }) {
        const seq = numberOfEvent()
        const ticket = { ticket_id: ticketId, message_id: messageId }
        await insertEvent(tx, { tenant, seq, at: now, type, ...ticket, ...noArticle, ...noNotice, audience })
        told.push({ type, seq, ticketId, messageId, internal: audience === 'staff' })
      },
      async appendArticleEvent({ audience, ...event }) {
        const seq = numberOfEvent()
        const { type, article: article_id, locale, revision } = event
        const about = { ...noTicket, ...noNotice, article_id, locale, revision }
        await insertEvent(tx, { tenant, seq, at: now, type, ...about, audience })
        news?.push({ tenant, seq, ...event })
        told.push({ type, seq, article: { id: article_id, locale, revision }, internal: audience === 'internal' })
      },
      async appendStatusEvent(event) {
        const seq = numberOfEvent()
        const about =
          event.type === 'component.changed'
            ? { ...noArticle, ...noNotice, component: event.component }
            : { ...noArticle, ...noNotice, notice_id: event.notice, revision: event.number }
        await insertEvent(tx, { tenant, seq, at: now, type: event.type, ...noTicket, ...about, audience: 'everyone' })
        told.push({ seq, internal: false, ...event })
      },
      part: (offset) => from(first + offset),
    }
  }
  const { audit, result } = await work(from(eventSeq))
  // Last, so that they say what state the write leaves.
  await queueWebhooks({ tx, tenant, now, random: journal.random, auditSeq: numbers.audit_seq }, told)
  const details = canonicalJson(audit.details)
  const entry = { tenant, seq: numbers.audit_seq, at: now, actor, action: audit.action, details }
  const hash = auditHash(entry, numbers.audit_head)
  const mac = auditMac(journal.auditKey, hash)
  await insertAuditEntry(tx, { ...entry, previous_hash: numbers.audit_head, hash, mac })
  await setAuditHead(tx, { tenant, head: hash })
  return result
}
