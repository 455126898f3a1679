import { type Insertable, sql } from 'kysely'
import { moveJoins } from '../status/answer-store.ts'
import { prepared, type Queryable } from '../storage/prepared.ts'
import type { Schema, VisitorsTable } from '../storage/schema.ts'

/** Whether a tenant lets visitors in; no row where there is no such tenant. */
export const visitorsAllowed = prepared((db, p: { tenant: string }) =>
  db.selectFrom('tenants').select('visitors_allowed').where('id', '=', p.tenant),
)

export async function setVisitorsAllowed(db: Queryable, of: { tenant: string; allowed: boolean }): Promise<void> {
  await db
    .updateTable('tenants')
    .set({ visitors_allowed: of.allowed ? 1 : 0 })
    .where('id', '=', of.tenant)
    .execute()
}

/** Whom a visitor's token speaks for, whatever became of it. */
export const findVisitorByToken = prepared((db, p: { hash: string }) =>
  db
    .selectFrom('visitors as v')
    .innerJoin('tenants as t', 't.id', 'v.tenant')
    .select(['v.tenant', 'v.person_id', 'v.expires_at', 'v.ended_at', 'v.merged_into', 't.visitors_allowed'])
    .where('v.token_hash', '=', p.hash),
)

/** No row where the visitor has ended. */
export const livingVisitor = prepared((db, p: { tenant: string; id: string }) =>
  db
    .selectFrom('visitors')
    .select('person_id')
    .where('tenant', '=', p.tenant)
    .where('person_id', '=', p.id)
    .where('ended_at', 'is', null),
)

export const findVisitorByChallenge = prepared((db, p: { tenant: string; challenge: string }) =>
  db
    .selectFrom('visitors')
    .select(['token_hash', 'expires_at'])
    .where('tenant', '=', p.tenant)
    .where('challenge', '=', p.challenge),
)

/** @returns whether the challenge was new */
export async function insertVisitor(db: Queryable, visitor: Insertable<VisitorsTable>): Promise<boolean> {
  const rows = await db
    .insertInto('visitors')
    .values(visitor)
    .onConflict((conflict) => conflict.columns(['tenant', 'challenge']).doNothing())
    .returning('person_id')
    .execute()
  return rows.length > 0
}

/** @returns whether it was still one */
export async function endVisitor(
  db: Queryable,
  { tenant, visitor, person, now }: { tenant: string; visitor: string; person: string; now: number },
): Promise<boolean> {
  const rows = await db
    .updateTable('visitors')
    .set({ ended_at: now, merged_into: person })
    .where('tenant', '=', tenant)
    .where('person_id', '=', visitor)
    .where('ended_at', 'is', null)
    .returning('person_id')
    .execute()
  return rows.length > 0
}

/** How many tickets a visitor has, for the events that their move needs. */
export async function ticketsOfVisitor(db: Queryable, of: { tenant: string; visitor: string }): Promise<string[]> {
  const rows = await db
    .selectFrom('tickets')
    .select('id')
    .where('tenant', '=', of.tenant)
    .where('requester_id', '=', of.visitor)
    .orderBy('number')
    .execute()
  return rows.map(({ id }) => id)
}

interface Move {
  readonly tenant: string
  readonly visitor: string
  readonly person: string
  /** The person's account: what it raised as a visitor belongs there too. */
  readonly account: string | null
}

type ColumnOf<Table> = Extract<keyof Table, string>

/** Where a column says whose a row is: with the side beside it where staff may stand there too, or as `person:<id>`. */
type Belonging = {
  [Table in keyof Schema]: {
    readonly table: Table
    readonly column: ColumnOf<Schema[Table]>
    readonly side?: ColumnOf<Schema[Table]>
    readonly kind?: 'person'
  }
}[keyof Schema]

/** What a move writes anew; what it does not is named, with why, where the test looks at every column of the database. */
export const belongings: readonly Belonging[] = [
  { table: 'messages', column: 'author_id', side: 'author_side' },
  { table: 'files', column: 'uploader_id', side: 'uploader_side' },
  // Half of a file is the person's too: it goes on where it was cut.
  { table: 'uploads', column: 'uploader_id', side: 'uploader_side' },
  { table: 'ticket_diagnostics', column: 'sender_id', side: 'sender_side' },
  { table: 'mail_outbox', column: 'recipient', kind: 'person' },
  { table: 'idempotency_keys', column: 'principal', kind: 'person' },
]

/**
 * Everything that a visitor has becomes a person's: tickets, messages, files, what it watches, mails to it, and the
 * answers to its writes, so that a write that is sent again under the person is known. What history and audit say
 * stays: a visitor did it.
 */
export async function moveVisitor(db: Queryable, { tenant, visitor, person, account }: Move): Promise<void> {
  await db
    .updateTable('tickets')
    .set({ requester_id: person, ...(account !== null && { account }) })
    .where('tenant', '=', tenant)
    .where('requester_id', '=', visitor)
    .execute()
  // Where the person watches the same ticket already, the visitor's watching just ends.
  await db
    .insertInto('ticket_watchers')
    .columns(['tenant', 'ticket_id', 'person_id', 'created_at'])
    .expression((from) =>
      from
        .selectFrom('ticket_watchers')
        .select((row) => ['tenant', 'ticket_id', row.val(person).as('person_id'), 'created_at'])
        .where('tenant', '=', tenant)
        .where('person_id', '=', visitor),
    )
    .onConflict((conflict) => conflict.columns(['tenant', 'ticket_id', 'person_id']).doNothing())
    .execute()
  await db.deleteFrom('ticket_watchers').where('tenant', '=', tenant).where('person_id', '=', visitor).execute()
  // Of one article the person's own word counts; only what it has not said becomes its.
  await db
    .insertInto('article_feedback')
    .columns(['tenant', 'article_id', 'locale', 'person_id', 'helpful', 'reason', 'comment', 'at'])
    .expression((from) =>
      from
        .selectFrom('article_feedback')
        .select((row) => [
          ...(['tenant', 'article_id', 'locale'] as const),
          row.val(person).as('person_id'),
          ...(['helpful', 'reason', 'comment', 'at'] as const),
        ])
        .where('tenant', '=', tenant)
        .where('person_id', '=', visitor),
    )
    .onConflict((conflict) => conflict.columns(['tenant', 'article_id', 'locale', 'person_id']).doNothing())
    .execute()
  await db.deleteFrom('article_feedback').where('tenant', '=', tenant).where('person_id', '=', visitor).execute()
  await moveJoins(db, { tenant, visitor, person })
  for (const { table, column, side, kind } of belongings) {
    const [from, to] = kind ? [`${kind}:${visitor}`, `${kind}:${person}`] : [visitor, person]
    const name = sql.ref(column)
    const ofRequester = side ? sql`and ${sql.ref(side)} = 'requester'` : sql``
    await sql`update ${sql.table(table)} set ${name} = ${to}
      where tenant = ${tenant} and ${name} = ${from} ${ofRequester}`.execute(db)
  }
}

/** A ticket changed hands: lists that are sorted by the last change show it anew. */
export async function touchTicket(
  db: Queryable,
  of: { tenant: string; id: string; seq: number; now: number },
): Promise<void> {
  await db
    .updateTable('tickets')
    .set({ changed_seq: of.seq, updated_at: of.now })
    .where('tenant', '=', of.tenant)
    .where('id', '=', of.id)
    .execute()
}
