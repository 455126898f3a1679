import { segmentFormat } from '@aftercare/protocol/search'
import { prepared, type Queryable } from '../../storage/prepared.ts'
import type { SearchSegmentsTable } from '../../storage/schema.ts'

/** Raised with whatever changes what is in a segment besides its format: the tokenizer, what is indexed of a ticket. */
const contents = 1
const version = segmentFormat * 1000 + contents

/** The last position of a tenant's events, and its last ticket. */
export const lastNumbers = prepared((db, p: { tenant: string }) =>
  db.selectFrom('counters').select(['event_seq', 'ticket_number']).where('tenant', '=', p.tenant),
)

/** Tenants that have tickets, those with the most first. */
export const tenantsByTickets = (db: Queryable, limit: number) =>
  db
    .selectFrom('counters')
    .select(['tenant', 'ticket_number'])
    .where('ticket_number', '>', 0)
    .orderBy('ticket_number', 'desc')
    .orderBy('tenant')
    .limit(limit)
    .execute()

/** Tickets of which something was said after a position, by whichever process. */
export const saidSince = prepared((db, p: { tenant: string; seq: number }) =>
  db.selectFrom('tickets').select('number').where('tenant', '=', p.tenant).where('said_seq', '>', p.seq),
)

/** The same among the numbers of a block. */
export const saidInBlock = prepared((db, p: { tenant: string; from: number; to: number; seq: number }) =>
  db
    .selectFrom('tickets')
    .select('number')
    .where('tenant', '=', p.tenant)
    .where('number', '>=', p.from)
    .where('number', '<', p.to)
    .where('said_seq', '>', p.seq),
)

/** The segments of a block as they were kept; none where they are of another version. */
export const keptSegments = prepared((db, p: { tenant: string; block: number }) =>
  db
    .selectFrom('search_segments')
    .select(['circle', 'said_seq', 'titles', 'bodies'])
    .where('tenant', '=', p.tenant)
    .where('block', '=', p.block)
    .where('version', '=', version),
)

/** The position that they are of. */
export const keptPlace = prepared((db, p: { tenant: string; block: number }) =>
  db
    .selectFrom('search_segments')
    .select('said_seq')
    .where('tenant', '=', p.tenant)
    .where('block', '=', p.block)
    .where('version', '=', version)
    .limit(1),
)

/** Keeps a segment, unless what is kept already is of a later position. */
export const keepSegment = (db: Queryable, segment: Omit<SearchSegmentsTable, 'version'>) =>
  db
    .insertInto('search_segments')
    .values({ ...segment, version })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant', 'block', 'circle'])
        .doUpdateSet((row) => ({
          version: row.ref('excluded.version'),
          said_seq: row.ref('excluded.said_seq'),
          titles: row.ref('excluded.titles'),
          bodies: row.ref('excluded.bodies'),
        }))
        .where(({ or, eb, ref }) =>
          or([
            eb('search_segments.said_seq', '<', ref('excluded.said_seq')),
            eb('search_segments.version', '<>', ref('excluded.version')),
          ]),
        ),
    )
    .execute()

export const textsOfTickets = (db: Queryable, p: { readonly tenant: string; readonly numbers: readonly number[] }) =>
  db
    .selectFrom('tickets')
    .select(['id', 'number', 'subject', 'description'])
    .where('tenant', '=', p.tenant)
    .where('number', 'in', p.numbers)

export const messagesOfTickets = (db: Queryable, p: { readonly tenant: string; readonly ids: readonly string[] }) =>
  db
    .selectFrom('messages')
    .select(['ticket_id', 'kind', 'body'])
    .where('tenant', '=', p.tenant)
    .where('ticket_id', 'in', p.ids)
