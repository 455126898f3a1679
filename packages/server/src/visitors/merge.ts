import { sha256Hex } from '../handle/digest.ts'
import type { Handlers } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import type { Services } from '../services.ts'
import { endVisitor, findVisitorByToken, moveVisitor, ticketsOfVisitor, touchTicket } from './store.ts'

/** Events for as many tickets as a visitor plausibly has; the lists of the others are right without. */
const mostEvents = 50

/**
 * How long a visitor's token is still a proof once it has expired, in milliseconds: as long as a page keeps trying to send
 * what it holds. Who comes back to it after weeks may take over what was raised there, and can do nothing else by it; a
 * token that lies around for longer than that proves nothing.
 */
const grace = 30 * 86_400_000

/**
 * What a visitor has becomes a person's, by two proofs: the person's token on the request, the visitor's in it. Once
 * for ever, and no way back: from then on the visitor's token is nobody's.
 */
export function mergeVisitor({ database }: Services): Handlers['mergeVisitor'] {
  return {
    kind: 'write',
    needs: { events: mostEvents },
    async write({ principal }, { body }, writing) {
      const { tx, tenant, now, eventSeq } = writing
      // Staff may not call this route, and a visitor is not what another one turns out to be.
      if (principal.side !== 'requester' || principal.visitor) throw new ProblemError('forbidden')
      const person = principal.id
      const [found] = await findVisitorByToken(tx, { hash: sha256Hex(body.visitorToken) })
      if (found?.tenant !== tenant || found.expires_at + grace <= now) throw new ProblemError('visitor_unknown')
      const visitor = found.person_id
      const tickets = await ticketsOfVisitor(tx, { tenant, visitor })
      if (!(await endVisitor(tx, { tenant, visitor, person, now }))) {
        // Asked again under another key, by whom it became: there is nothing left to move.
        if (found.merged_into !== person) throw new ProblemError('visitor_unknown')
        return { audit: { action: 'visitor.merged_before', details: { visitor, person } }, body: { tickets: [] } }
      }
      await moveVisitor(tx, { tenant, visitor, person, account: principal.account })
      for (const [index, id] of tickets.slice(0, mostEvents).entries()) {
        await touchTicket(tx, { tenant, id, seq: eventSeq + index, now })
        await writing.appendEvent({ type: 'ticket.updated', ticketId: id, audience: 'everyone' })
      }
      return { audit: { action: 'visitor.merged', details: { visitor, person, tickets } }, body: { tickets } }
    },
    async authorizeReplay({ principal }, { body }) {
      const [found] = await findVisitorByToken(database.reader, { hash: sha256Hex(body.visitorToken) })
      if (found?.merged_into !== principal.id) throw new ProblemError('visitor_unknown')
    },
  }
}
