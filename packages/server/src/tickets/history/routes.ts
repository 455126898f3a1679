import { defaultPageLimit } from '@aftercare/protocol/schemas'
import type { Handlers } from '../../handle/handlers.ts'
import { recordRead } from '../../identity/record-read.ts'
import type { Services } from '../../services.ts'
import { cutPage, positionOf } from '../cursor.ts'
import { visibleTicket } from '../visible-ticket.ts'
import { serializeTimeline } from './serialize.ts'
import { type HistoryRow, listHistory } from './store.ts'

/** One number for both halves of a place, so that a cursor is a position as everywhere else. */
const partsPerPosition = 100
const placeOf = ({ seq, part }: Pick<HistoryRow, 'seq' | 'part'>) => seq * partsPerPosition + part

export function historyHandlers(services: Services): Pick<Handlers, 'listTimeline'> {
  const { reader } = services.database
  return {
    listTimeline: {
      kind: 'read',
      async read(context, { params, query }) {
        const { principal } = context
        const ticket = await visibleTicket(reader, context, params.ticketId)
        const limit = query.limit === undefined ? defaultPageLimit : Number(query.limit)
        const before = positionOf(query.cursor)
        const found = await listHistory(reader, {
          tenant: principal.tenant,
          ticket: ticket.id,
          withStaffOnly: principal.side === 'agent',
          before:
            before === undefined
              ? undefined
              : {
                  seq: Math.floor(before / partsPerPosition),
                  part: before % partsPerPosition,
                },
          limit: limit + 1,
        })
        const { rows, next } = cutPage(found, limit, placeOf)
        await recordRead(services, context, 'listTimeline', { ticket: ticket.id, query })
        return { items: await serializeTimeline(reader, principal.tenant, rows, principal.side === 'agent'), next }
      },
    },
  }
}
