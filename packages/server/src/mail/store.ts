import type { Insertable, Selectable } from 'kysely'
import type { Database } from '../storage/database.ts'
import { prepared } from '../storage/prepared.ts'
import type { MailOutboxTable } from '../storage/schema.ts'

const mailColumns = [
  'mail_outbox.tenant',
  'mail_outbox.id',
  'mail_outbox.message_id',
  'mail_outbox.recipient',
  'mail_outbox.kind',
  'mail_outbox.thread',
  'mail_outbox.locale',
  'mail_outbox.data',
  'mail_outbox.created_at',
  'mail_outbox.attempts',
  'mail_outbox.claimed_until',
] as const

type Unqualified<Name> = Name extends `mail_outbox.${infer Column extends keyof MailOutboxTable}` ? Column : never

/** A claimed mail. */
export type MailRow = Pick<Selectable<MailOutboxTable>, Unqualified<(typeof mailColumns)[number]>>

type NewMailRow = Omit<Insertable<MailOutboxTable>, 'attempts' | 'claimed_until' | 'sent_at' | 'failed_at' | 'failure'>

/** A mail that is there already stays as it is. */
export const insertMail = prepared((db, p: NewMailRow) =>
  db
    .insertInto('mail_outbox')
    .values({
      tenant: p.tenant,
      id: p.id,
      dedupe_key: p.dedupe_key,
      message_id: p.message_id,
      recipient: p.recipient,
      kind: p.kind,
      thread: p.thread,
      locale: p.locale,
      data: p.data,
      position: p.position,
      created_at: p.created_at,
      attempts: 0,
      next_attempt_at: p.next_attempt_at,
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'dedupe_key']).doNothing()),
)

interface Claim {
  readonly now: number
  readonly until: number
  readonly limit: number
}

/**
 * Takes mails that are due for this process alone, until `until`; who does not come back by then has lost them to
 * the next. Of one recipient the oldest waiting mail goes first and alone, which keeps their order and their cap,
 * however many processes send.
 */
export async function claimDueMails(database: Database, claim: Claim): Promise<MailRow[]> {
  return claimQuery(database, claim).execute()
}

/** One statement, so that two processes never claim the same. */
export function claimQuery({ kysely, kind }: Database, { now, until, limit }: Claim) {
  const due = kysely
    .selectFrom('mail_outbox as mail')
    .select(['mail.tenant', 'mail.id'])
    .where('mail.next_attempt_at', '<=', now)
    .where(({ eb, or }) => or([eb('mail.claimed_until', 'is', null), eb('mail.claimed_until', '<=', now)]))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('mail_outbox as earlier')
            .select('earlier.id')
            .whereRef('earlier.tenant', '=', 'mail.tenant')
            .whereRef('earlier.recipient', '=', 'mail.recipient')
            .where('earlier.next_attempt_at', 'is not', null)
            .whereRef('earlier.position', '<', 'mail.position'),
        ),
      ),
    )
    .orderBy('mail.next_attempt_at')
    .limit(limit)
  return kysely
    .with(
      (name) => name('due').materialized(),
      () => (kind === 'postgres' ? due.forUpdate('mail').skipLocked() : due),
    )
    .updateTable('mail_outbox')
    .from('due')
    .set((row) => ({ claimed_until: until, attempts: row('mail_outbox.attempts', '+', 1) }))
    .whereRef('mail_outbox.tenant', '=', 'due.tenant')
    .whereRef('mail_outbox.id', '=', 'due.id')
    .returning(mailColumns)
}

/** Where a person's mails go, and in what language; no row where the person is not known or was erased. */
export const addressOf = prepared((db, p: { tenant: string; person: string }) =>
  db
    .selectFrom('people_details')
    .select(['name', 'email', 'email_verified', 'locale'])
    .where('tenant', '=', p.tenant)
    .where('person_id', '=', p.person),
)

/** When the mails of a recipient went, since `since`, oldest first. */
export const sentSince = prepared((db, p: { tenant: string; recipient: string; since: number }) =>
  db
    .selectFrom('mail_outbox')
    .select('sent_at')
    .where('tenant', '=', p.tenant)
    .where('recipient', '=', p.recipient)
    .where('sent_at', '>', p.since)
    .orderBy('sent_at')
    .$narrowType<{ sent_at: number }>(),
)

/** The first mail of a thread that its recipient was sent. */
export const firstOfThread = prepared((db, p: { tenant: string; thread: string; recipient: string }) =>
  db
    .selectFrom('mail_outbox')
    .select('message_id')
    .where('tenant', '=', p.tenant)
    .where('thread', '=', p.thread)
    .where('recipient', '=', p.recipient)
    .where('sent_at', 'is not', null)
    .orderBy('position')
    .limit(1),
)

/** An agent's reply, for the customer: the database leaves internal notes out, not a filter after it. */
export const agentReply = prepared((db, p: { tenant: string; ticket: string; message: string }) =>
  db
    .selectFrom('messages as m')
    .leftJoin('staff as s', (join) => join.onRef('s.tenant', '=', 'm.tenant').onRef('s.id', '=', 'm.author_id'))
    .select(['m.body', 's.name as agent'])
    .where('m.tenant', '=', p.tenant)
    .where('m.id', '=', p.message)
    .where('m.ticket_id', '=', p.ticket)
    .where('m.kind', '=', 'reply')
    .where('m.author_side', '=', 'agent'),
)

/** An entry of a ticket's history that everybody may see, by its position, and the agent who made it. */
export const whatWasTold = prepared(
  (db, p: { tenant: string; ticket: string; event: number; type: 'status_changed' | 'visit_offered' }) =>
    db
      .selectFrom('ticket_history as h')
      .leftJoin('staff as s', (join) => join.onRef('s.tenant', '=', 'h.tenant').onRef('s.id', '=', 'h.actor_id'))
      .select(['h.data', 's.name as agent'])
      .where('h.tenant', '=', p.tenant)
      .where('h.ticket_id', '=', p.ticket)
      .where('h.seq', '=', p.event)
      .where('h.type', '=', p.type)
      .where('h.audience', '=', 'everyone'),
)

export const visitState = prepared((db, p: { tenant: string; ticket: string; visit: string }) =>
  db
    .selectFrom('ticket_visits')
    .select('state')
    .where('tenant', '=', p.tenant)
    .where('ticket_id', '=', p.ticket)
    .where('id', '=', p.visit),
)

/** Who follows a ticket, still belongs to its account, and has an address that is verified. */
export const followersToTell = prepared((db, p: { tenant: string; ticket: string }) =>
  db
    .selectFrom('ticket_watchers as w')
    .innerJoin('tickets as t', (join) => join.onRef('t.tenant', '=', 'w.tenant').onRef('t.id', '=', 'w.ticket_id'))
    .innerJoin('people as p', (join) =>
      join.onRef('p.tenant', '=', 'w.tenant').onRef('p.id', '=', 'w.person_id').onRef('p.account', '=', 't.account'),
    )
    .innerJoin('people_details as d', (join) =>
      join.onRef('d.tenant', '=', 'w.tenant').onRef('d.person_id', '=', 'w.person_id'),
    )
    .select('w.person_id as id')
    .where('w.tenant', '=', p.tenant)
    .where('w.ticket_id', '=', p.ticket)
    .where('d.email_verified', '=', 1),
)

/** Whatever became of the claim meanwhile, the mail is out. */
export const markSent = prepared((db, p: { tenant: string; id: string; now: number }) =>
  db
    .updateTable('mail_outbox')
    .set({ sent_at: p.now, next_attempt_at: null, claimed_until: null, failure: null })
    .where('tenant', '=', p.tenant)
    .where('id', '=', p.id),
)

/** A mail that one holds by its claim. */
interface Held {
  readonly tenant: string
  readonly id: string
  readonly claimed_until: number | null
}

/** Ends it without a mail. */
export const markFailed = prepared((db, p: Held & { now: number; failure: string }) =>
  db
    .updateTable('mail_outbox')
    .set({ failed_at: p.now, next_attempt_at: null, claimed_until: null, failure: p.failure })
    .where('tenant', '=', p.tenant)
    .where('id', '=', p.id)
    .where('claimed_until', '=', p.claimed_until),
)

/** Lets it go until later. */
export const postponeMail = prepared((db, p: Held & { attempts: number; next: number; failure: string | null }) =>
  db
    .updateTable('mail_outbox')
    .set({ attempts: p.attempts, next_attempt_at: p.next, claimed_until: null, failure: p.failure })
    .where('tenant', '=', p.tenant)
    .where('id', '=', p.id)
    .where('claimed_until', '=', p.claimed_until),
)
