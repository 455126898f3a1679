import type { Insertable, Selectable } from 'kysely'
import { prepared, type Queryable } from '../../storage/prepared.ts'
import type { MessagesTable } from '../../storage/schema.ts'

/** A message with its author's name. */
export type MessageRow = Omit<Selectable<MessagesTable>, 'tenant'> & {
  readonly person_name: string | null
  readonly staff_name: string | null
}

function messagesWithNames(db: Queryable) {
  return db
    .selectFrom('messages as m')
    .leftJoin('people_details as d', (join) =>
      join.onRef('d.tenant', '=', 'm.tenant').onRef('d.person_id', '=', 'm.author_id'),
    )
    .leftJoin('staff as s', (join) => join.onRef('s.tenant', '=', 'm.tenant').onRef('s.id', '=', 'm.author_id'))
    .select([
      'm.id',
      'm.ticket_id',
      'm.kind',
      'm.author_side',
      'm.author_id',
      'm.body',
      'm.seq',
      'm.created_at',
      'd.name as person_name',
      's.name as staff_name',
    ])
}

export const findMessage = prepared<{ tenant: string; id: string }, MessageRow>((db, p) =>
  messagesWithNames(db).where('m.tenant', '=', p.tenant).where('m.id', '=', p.id),
)

export interface MessagesQuery {
  readonly tenant: string
  readonly ticket: string
  /** Whether internal notes are among them; the database leaves them out, not a filter after it. */
  readonly withNotes: boolean
  readonly before: number | undefined
  readonly limit: number
}

/** Newest first. */
export async function listMessages(db: Queryable, query: MessagesQuery): Promise<MessageRow[]> {
  let select = messagesWithNames(db).where('m.tenant', '=', query.tenant).where('m.ticket_id', '=', query.ticket)
  if (!query.withNotes) select = select.where('m.kind', '=', 'reply')
  if (query.before !== undefined) select = select.where('m.seq', '<', query.before)
  return select.orderBy('m.seq', 'desc').limit(query.limit).execute()
}

/** No row comes back when the id is taken, by whomever. */
export const insertMessage = prepared((db, p: Insertable<MessagesTable>) =>
  db
    .insertInto('messages')
    .values({
      tenant: p.tenant,
      id: p.id,
      ticket_id: p.ticket_id,
      kind: p.kind,
      author_side: p.author_side,
      author_id: p.author_id,
      body: p.body,
      seq: p.seq,
      created_at: p.created_at,
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
    .returning('id'),
)
