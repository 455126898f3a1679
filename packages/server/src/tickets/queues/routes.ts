import { type TicketCounts, ticketStatuses } from '@aftercare/protocol'
import { defaultPageLimit } from '@aftercare/protocol/schemas'
import type { Handlers } from '../../handle/handlers.ts'
import { recordRead } from '../../identity/record-read.ts'
import type { Services } from '../../services.ts'
import { cutPage, placeOf } from '../cursor.ts'
import { withAttachments } from '../with-attachments.ts'
import { filterOf } from './filter.ts'
import { orders } from './list-store.ts'
import { countSought, listSought } from './sought-store.ts'

export function queueHandlers(services: Services): Pick<Handlers, 'listTickets' | 'countTickets'> {
  const { reader } = services.database
  return {
    listTickets: {
      kind: 'read',
      async read(context, { query }) {
        const { principal } = context
        const limit = query.limit === undefined ? defaultPageLimit : Number(query.limit)
        const order = query.sort ?? 'changed'
        const after = placeOf(query.cursor, orders[order].numbers)
        const filter = filterOf(context, await context.sight(reader), query)
        const found = await listSought(services, { filter, order, after, limit: limit + 1 })
        const { rows, next } = cutPage(found, limit, orders[order].placeOf)
        await recordRead(services, context, 'listTickets', {
          query: settingsOf(query),
          tickets: rows.map(({ id }) => id),
        })
        return { items: await withAttachments(reader, principal.tenant, rows, context.now), next }
      },
    },

    countTickets: {
      kind: 'read',
      async read(context, { query }) {
        const found = await countSought(services, filterOf(context, await context.sight(reader), query))
        const counts = Object.fromEntries(ticketStatuses.map((status) => [status, 0])) as TicketCounts['counts']
        for (const { status, count } of found) counts[status as keyof typeof counts] = count
        return { counts, total: found.reduce((sum, { count }) => sum + count, 0) }
      },
    },
  }
}

/** A query as the audit log may keep it: what somebody looked for may be a person's name, and is never erased there. */
function settingsOf<Query extends { readonly q?: string | undefined }>({ q, ...settings }: Query) {
  return q === undefined ? settings : { ...settings, searched: true }
}
